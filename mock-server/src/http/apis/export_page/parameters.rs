//! The parameters of the plain form export, and what is made of values that make no sense (facts
//! B.1).

use std::str::FromStr;

use crate::{
    file_format::{Format, UnknownFormat},
    http::call::query::Query,
    quirks::{Choices, ExtraFormats, HeaderTruncation, IncludeErrors, UnquotedTag},
    selection::form::Tag,
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
    pub fn of(query: &Query, choices: &Choices) -> Self {
        let given = |key| query.get(key);
        let read_format = match choices.extra_formats {
            ExtraFormats::Refused => Format::from_str,
            ExtraFormats::Offered => Format::with_extra,
        };
        Self {
            tag: tag(
                given("export_tag").unwrap_or_default(),
                choices.unquoted_tag,
            ),
            format: given("format").map_or(Ok(Format::Xlsx), read_format),
            previous_export: given("previous_export")
                .filter(|token| !token.is_empty())
                .map(str::to_owned),
            include_errors: given("include_errors").map_or(Ok(false), |word| {
                include_errors(word, choices.include_errors)
            }),
            max_column_size: max_column_size(given("max_column_size"), choices.header_truncation),
            user_types: query.all("ufilter").map(str::to_owned).collect(),
        }
    }
}

fn tag(value: &str, unquoted: UnquotedTag) -> Option<Tag> {
    if value.is_empty() {
        return Some(Tag::Missing);
    }
    match (serde_json::from_str(value), unquoted) {
        (Ok(serde_json::Value::Null), _) => Some(Tag::Missing),
        (Ok(serde_json::Value::String(xmlns)), _) if !xmlns.is_empty() => Some(Tag::Form(xmlns)),
        (Ok(_), _) => Some(Tag::NoForm(value.to_owned())),
        (Err(_), UnquotedTag::Taken) => Some(Tag::Form(value.to_owned())),
        (Err(_), UnquotedTag::Refused) => None,
    }
}

/// What the parameters of the page take that have values of their own, none of them empty. The
/// format is not here: its refusal has a text of its own.
const NEVER_EMPTY: [(&str, &str); 4] = [
    ("export_tag", "the xmlns of a form in double quotes"),
    ("include_errors", "True or False"),
    ("max_column_size", "a whole number"),
    ("include_closed", "true or false, in lower case"),
];

/// Refuses parameters that are sent but empty, as a variable that was never set makes them.
///
/// # Errors
/// When one of those named is there and empty.
pub fn not_empty(query: &Query, names: &[&str]) -> Result<(), BadValue> {
    let empty = NEVER_EMPTY
        .into_iter()
        .find(|(name, _)| names.contains(name) && query.get(name) == Some(""));
    empty.map_or(Ok(()), |(parameter, expected)| {
        Err(BadValue {
            parameter,
            value: String::new(),
            expected,
        })
    })
}

fn include_errors(word: &str, rule: IncludeErrors) -> Result<bool, BadValue> {
    match (rule, word) {
        (IncludeErrors::Spellings, _) => truth("include_errors", word),
        (IncludeErrors::Exact, "True") => Ok(true),
        (IncludeErrors::Exact, "False") => Ok(false),
        (IncludeErrors::Exact, _) => Err(BadValue {
            parameter: "include_errors",
            value: word.to_owned(),
            expected: "True or False, letter by letter",
        }),
    }
}

fn max_column_size(given: Option<&str>, rule: HeaderTruncation) -> Result<i64, BadValue> {
    let asked = given.map_or(Ok(DEFAULT_COLUMN_SIZE), size)?;
    Ok(match rule {
        HeaderTruncation::LastCharacters => asked,
        HeaderTruncation::Ignored => DEFAULT_COLUMN_SIZE,
    })
}

/// A truth value in one of the observed spellings.
pub(crate) fn truth(parameter: &'static str, value: &str) -> Result<bool, BadValue> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> FormParameters {
        FormParameters::of(&Query::of(query.as_bytes()), &Choices::default())
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

    proptest! {
        #[test]
        fn any_query_can_be_read(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            let _ = FormParameters::of(&query, &Choices::of(crate::quirks::Profile::Hq2015));
        }
    }
}
