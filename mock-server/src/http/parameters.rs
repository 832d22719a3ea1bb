//! The parameters of the plain form export, and what is made of values that make no sense (facts
//! B.1).

use std::str::FromStr;

use super::query::Query;
use crate::{
    nearest::nearest,
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
    /// The digits of all `ufilter` parameters.
    pub user_types: Vec<char>,
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
    pub fn of(query: &Query) -> Self {
        let given = |key| query.get(key);
        Self {
            tag: tag(given("export_tag").unwrap_or_default()),
            format: given("format").map_or(Ok(Format::Xlsx), Format::from_str),
            previous_export: given("previous_export")
                .filter(|token| !token.is_empty())
                .map(str::to_owned),
            include_errors: given("include_errors").map_or(Ok(false), truth),
            max_column_size: given("max_column_size").map_or(Ok(DEFAULT_COLUMN_SIZE), size),
            user_types: query.all("ufilter").flat_map(str::chars).collect(),
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

fn truth(value: &str) -> Result<bool, BadValue> {
    match value.trim().to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Ok(true),
        "false" | "f" | "no" | "n" | "0" => Ok(false),
        _ => Err(BadValue {
            parameter: "include_errors",
            value: value.to_owned(),
            expected: "True or False",
        }),
    }
}

fn size(value: &str) -> Result<i64, BadValue> {
    value.trim().parse().map_err(|_| BadValue {
        parameter: "max_column_size",
        value: value.to_owned(),
        expected: "a whole number",
    })
}

/// The parameters of the page and those the old server's own links carry (facts B.1). Anything else
/// is ignored in silence, which makes a misspelt name hard to find.
const KNOWN: [&str; 20] = [
    "export_tag",
    "format",
    "previous_export",
    "include_errors",
    "max_column_size",
    "separator",
    "use_cache",
    "next",
    "startdate",
    "enddate",
    "ufilter",
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

/// Names that mean nothing here, each with the known name it may have been meant to be.
#[must_use]
pub fn misspelt(query: &Query) -> Vec<(String, Option<&'static str>)> {
    query
        .names()
        .filter(|name| !KNOWN.contains(name))
        .map(|name| (name.to_owned(), meant(name)))
        .collect()
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
    nearest(&name, KNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> FormParameters {
        FormParameters::of(&Query::of(query.as_bytes()))
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
    fn a_misspelt_name_is_recognised() {
        let found = misspelt(&Query::of(
            b"previous-export=x&Format=csv&exporttag=y&foo=1&format=a",
        ));
        let found: Vec<_> = found
            .iter()
            .map(|(name, meant)| (&**name, *meant))
            .collect();
        assert_eq!(
            found,
            [
                ("previous-export", Some("previous_export")),
                ("Format", Some("format")),
                ("exporttag", Some("export_tag")),
                ("foo", None),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_query_can_be_read(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            let _ = FormParameters::of(&query);
            let _ = misspelt(&query);
        }
    }
}
