//! The parameters of the plain form export, and what is made of values that make no sense (facts
//! B.1).

use std::str::FromStr;

use super::{query::Query, unpublished};
use crate::{
    nearest::nearest,
    quirks::{Choices, ExtraFormats, UnpublishedParameters, UserFilter},
    render::format::{Format, UnknownFormat},
    world::export::Tag,
};

/// What the parameters of a form export say; each may be refused on its own, because profiles differ
/// in when they look.
#[derive(Clone, Debug)]
pub struct FormParameters {
    /// Which form; `None` where the tag is no JSON, as it is without its quotes.
    pub tag: Option<Tag>,
    /// The format.
    pub format: Result<Format, UnknownFormat>,
    /// The token; empty means absent, as a well-known client always sends it.
    pub previous_export: Option<String>,
    /// Duplicates and errors too.
    pub include_errors: Result<bool, BadValue>,
    /// The longest header; 0 means the default, a negative number drops that many characters.
    pub max_column_size: Result<i64, BadValue>,
    /// The values of all `ufilter` parameters.
    pub user_types: Vec<String>,
}

/// A value that is none of those a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}={value:?} is not {expected}")]
pub struct BadValue {
    /// The parameter.
    pub parameter: &'static str,
    /// What was sent.
    pub value: String,
    /// What it takes.
    pub expected: &'static str,
}

/// The longest header where nothing else is asked for, in characters (page: Form Data Export).
pub const DEFAULT_COLUMN_SIZE: i64 = 2_000;

impl FormParameters {
    /// Reads them all.
    #[must_use]
    pub fn of(query: &Query, extra: ExtraFormats) -> Self {
        let given = |key| query.get(key);
        let read_format = match extra {
            ExtraFormats::Refused => Format::from_str,
            ExtraFormats::Offered => Format::with_extra,
        };
        Self {
            tag: tag(given("export_tag").unwrap_or_default()),
            format: given("format").map_or(Ok(Format::Xlsx), read_format),
            previous_export: given("previous_export")
                .filter(|token| !token.is_empty())
                .map(str::to_owned),
            include_errors: given("include_errors")
                .map_or(Ok(false), |word| truth("include_errors", word)),
            max_column_size: given("max_column_size").map_or(Ok(DEFAULT_COLUMN_SIZE), size),
            user_types: query.all("ufilter").map(str::to_owned).collect(),
        }
    }
}

fn tag(value: &str) -> Option<Tag> {
    if value.is_empty() {
        return Some(Tag::Missing);
    }
    match serde_json::from_str(value).ok()? {
        serde_json::Value::Null => Some(Tag::Missing),
        serde_json::Value::String(xmlns) if !xmlns.is_empty() => Some(Tag::Form(xmlns)),
        _ => Some(Tag::NoForm(value.to_owned())),
    }
}

/// Refuses a tag that is sent but empty, as a variable that was never set makes it.
///
/// # Errors
/// When `export_tag` is there and empty.
pub fn not_empty_tag(query: &Query) -> Result<(), BadValue> {
    match query.get("export_tag") {
        Some("") => Err(BadValue {
            parameter: "export_tag",
            value: String::new(),
            expected: "the xmlns of a form in double quotes",
        }),
        _ => Ok(()),
    }
}

/// A truth value in one of the observed spellings.
pub(super) fn truth(parameter: &'static str, value: &str) -> Result<bool, BadValue> {
    match value.trim().to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Ok(true),
        "false" | "f" | "no" | "n" | "0" => Ok(false),
        _ => Err(BadValue {
            parameter,
            value: value.to_owned(),
            expected: "True or False",
        }),
    }
}

/// A number too large to be told apart from the largest is the largest.
fn size(value: &str) -> Result<i64, BadValue> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    let parsed = value.trim().parse();
    parsed.or_else(|error: std::num::ParseIntError| match error.kind() {
        PosOverflow => Ok(i64::MAX),
        NegOverflow => Ok(-i64::MAX),
        _ => Err(BadValue {
            parameter: "max_column_size",
            value: value.to_owned(),
            expected: "a whole number",
        }),
    })
}

/// The parameters of the page.
const PUBLISHED: [&str; 5] = [
    "export_tag",
    "format",
    "previous_export",
    "include_errors",
    "max_column_size",
];

/// What the old server's own links carry, or other exports take, and this one never looks at.
const WITHOUT_EFFECT: [&str; 9] = [
    "group",
    "individual",
    "filename",
    "type",
    "app_id",
    "limit",
    "async",
    "deid",
    "include_closed",
];

/// Explained at most; a query can hold thousands of names.
const EXPLAINED: usize = 10;

/// Plain words on the parameters that a form export ignores: without them a misspelt name is hard to
/// find.
#[must_use]
pub fn ignored(query: &Query, choices: &Choices) -> Vec<String> {
    explained(query, |name| !is_heeded(name, choices))
}

/// Plain words on the parameters that no export knows.
#[must_use]
pub fn unknown(query: &Query) -> Vec<String> {
    explained(query, |name| !known().any(|known| known == name))
}

fn explained(query: &Query, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in query.names().filter(|name| is_meant(name)) {
        if names.len() > EXPLAINED {
            break;
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len() > EXPLAINED;
    names.truncate(EXPLAINED);
    let mut notes: Vec<_> = names.into_iter().map(why_ignored).collect();
    if more {
        notes.push("further parameters are ignored".to_owned());
    }
    notes
}

fn is_heeded(name: &str, choices: &Choices) -> bool {
    PUBLISHED.contains(&name)
        || (name == "ufilter" && choices.user_filter != UserFilter::Everyone)
        || (unpublished::NAMES.contains(&name)
            && choices.unpublished_parameters == UnpublishedParameters::Heeded)
}

fn why_ignored(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    if name == "ufilter" || unpublished::NAMES.contains(&name) {
        return format!(
            "the parameter `{shown}` is ignored: the page does not name it, though the old server \
             took it"
        );
    }
    if WITHOUT_EFFECT.contains(&name) {
        return format!("the parameter `{shown}` has no effect on a form export");
    }
    match meant(name) {
        Some(meant) => format!("the parameter `{shown}` is ignored; `{meant}` was meant?"),
        None => format!("the parameter `{shown}` is unknown and ignored"),
    }
}

/// The known name that differs only in letter case, punctuation or a slip of the hand.
fn meant(name: &str) -> Option<&'static str> {
    let name: String = name
        .chars()
        .map(|c| {
            if c == '-' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    nearest(&name, known())
}

/// Every name that means something to some export.
fn known() -> impl Iterator<Item = &'static str> {
    let form = PUBLISHED.into_iter().chain(unpublished::NAMES);
    form.chain(WITHOUT_EFFECT).chain(["ufilter"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> FormParameters {
        FormParameters::of(&Query::of(query.as_bytes()), ExtraFormats::Refused)
    }

    #[test]
    fn the_tag_is_a_json_string() {
        let tag = |query: &str| read(query).tag;
        assert_eq!(tag("export_tag=%22x%22"), Some(Tag::Form("x".to_owned())));
        for unquoted in ["export_tag=http://x", "export_tag='x'"] {
            assert_eq!(tag(unquoted), None);
        }
        for missing in ["", "export_tag=", "export_tag=null"] {
            assert_eq!(tag(missing), Some(Tag::Missing));
        }
        for no_form in ["5", "true", "\"\"", "[\"demo\",\"x\"]"] {
            let read = tag(&format!("export_tag={no_form}"));
            assert_eq!(read, Some(Tag::NoForm(no_form.to_owned())));
        }
    }

    #[test]
    fn the_format_is_exact() {
        assert_eq!(read("").format, Ok(Format::Xlsx));
        assert_eq!(read("format=raw").format, Ok(Format::Raw));
        for unknown in ["CSV", "", "zip", " csv"] {
            let error = read(&format!("format={unknown}")).format.unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("Unsupported export format: {unknown}!")
            );
        }
    }

    #[test]
    fn include_errors_takes_the_observed_spellings() {
        for yes in ["True", "true", "T", "yes", "y", "1", "%20TRUE%20"] {
            assert_eq!(
                read(&format!("include_errors={yes}")).include_errors,
                Ok(true)
            );
        }
        for no in ["False", "f", "no", "N", "0"] {
            assert_eq!(
                read(&format!("include_errors={no}")).include_errors,
                Ok(false)
            );
        }
        for bad in ["", "on", "2"] {
            let error = read(&format!("include_errors={bad}")).include_errors;
            assert_eq!(error.unwrap_err().value, bad);
        }
    }

    #[test]
    fn a_size_is_a_whole_number_with_or_without_sign() {
        for (text, size) in [
            ("12", 12),
            ("%2b12", 12),
            ("-3", -3),
            ("%2012%20", 12),
            ("0", 0),
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", -i64::MAX),
        ] {
            assert_eq!(
                read(&format!("max_column_size={text}")).max_column_size,
                Ok(size)
            );
        }
        assert!(read("max_column_size=abc").max_column_size.is_err());
        assert!(read("max_column_size=").max_column_size.is_err());
    }

    #[test]
    fn an_empty_token_is_none() {
        assert_eq!(read("previous_export=").previous_export, None);
        assert_eq!(
            read("previous_export=abc").previous_export.as_deref(),
            Some("abc")
        );
    }

    #[test]
    fn what_is_ignored_is_explained_once_and_a_misspelt_name_recognised() {
        let query =
            Query::of(b"previous-export=x&Format=csv&exporttag=y&foo=1&foo=2&format=a&next=/");
        let notes = ignored(&query, &Choices::default());
        assert_eq!(
            notes,
            [
                "the parameter `previous-export` is ignored; `previous_export` was meant?",
                "the parameter `Format` is ignored; `format` was meant?",
                "the parameter `exporttag` is ignored; `export_tag` was meant?",
                "the parameter `foo` is unknown and ignored",
                "the parameter `next` is ignored: the page does not name it, though the old server \
                 took it",
            ]
        );
        let old = Choices::of(crate::quirks::Profile::Hq2013);
        assert_eq!(
            ignored(&Query::of(b"next=/&ufilter=1&separator=."), &old),
            [""; 0]
        );
    }

    #[test]
    fn thousands_of_names_are_not_explained_one_by_one() {
        let names: String = (0..5_000).map(|n| format!("n{n}&")).collect();
        let notes = ignored(&Query::of(names.as_bytes()), &Choices::default());
        assert_eq!(notes.len(), EXPLAINED + 1);
        assert_eq!(notes[EXPLAINED], "further parameters are ignored");
    }

    proptest! {
        #[test]
        fn any_query_can_be_read(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            let _ = FormParameters::of(&query, ExtraFormats::Offered);
            let _ = ignored(&query, &Choices::default());
        }
    }
}
