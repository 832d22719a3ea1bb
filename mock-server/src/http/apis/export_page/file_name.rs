//! The file names that answers propose (facts C.3; quirk `file-name`).

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{file_format::Format, quirks::FileName};

/// What stays as it is behind `filename*` (RFC 5987, attr-char, the most common of them).
const STAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The name of an export's file: one that is not all ASCII becomes `data`; html and json have none.
#[must_use]
pub fn of_export(name: &str, format: Format, rule: FileName) -> Option<HeaderValue> {
    if matches!(format, Format::Html | Format::Json) {
        return None;
    }
    let bare = format == Format::Raw && is_bare(rule);
    attachment(name, format, bare, rule)
}

/// The name of a case export's file, which has one in every format.
#[must_use]
pub fn of_cases(domain: &str, format: Format, rule: FileName) -> Option<HeaderValue> {
    let name = format!("{domain}_data");
    if rule == FileName::BareRaw {
        // As it is, whatever its script: nothing was transliterated here.
        let value = format!("attachment; filename={name}.{}", format.extension());
        return HeaderValue::from_bytes(value.as_bytes()).ok();
    }
    attachment(&name, format, is_bare(rule), rule)
}

/// Whether some names stand without quotes.
fn is_bare(rule: FileName) -> bool {
    matches!(rule, FileName::BareRaw | FileName::Escaped)
}

fn attachment(name: &str, format: Format, bare: bool, rule: FileName) -> Option<HeaderValue> {
    let extension = format.extension();
    let is_plain = |name: &str| name.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let ascii = if is_plain(name) { name } else { "data" };
    let value = match rule {
        FileName::Escaped if !bare || has_end(ascii) => {
            format!("attachment; filename=\"{}.{extension}\"", escaped(ascii))
        }
        _ if bare => format!("attachment; filename={ascii}.{extension}"),
        FileName::BareRaw | FileName::Quoted | FileName::Escaped => {
            format!("attachment; filename=\"{ascii}.{extension}\"")
        }
        FileName::Cleaned => {
            let whole = cleaned(&format!("{name}.{extension}"));
            let ascii = cleaned(&format!("{ascii}.{extension}"));
            let whole = utf8_percent_encode(&whole, STAR);
            format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
        }
    };
    HeaderValue::from_str(&value).ok()
}

/// Whether a name without quotes would be read as more than a name. A blank is none of these: names of
/// exports have some, and HQ sent them so.
fn has_end(name: &str) -> bool {
    name.contains(['"', '\\', ';', ','])
}

/// As it stands inside of quotes (RFC 9110, quoted-string).
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Without what no file name may hold.
fn cleaned(name: &str) -> String {
    name.chars()
        .filter(|c| !":*?\"<>|/\\\r\n".contains(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(value: Option<HeaderValue>) -> String {
        value.map_or("none".to_owned(), |value| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        })
    }

    #[test]
    fn quotes_come_and_go_with_the_years() {
        use FileName::{BareRaw, Cleaned, Escaped, Quoted};
        for (format, rule, wanted) in [
            (
                Format::Csv,
                BareRaw,
                "attachment; filename=\"http://x/y.zip\"",
            ),
            (Format::Raw, BareRaw, "attachment; filename=http://x/y.zip"),
            (Format::Raw, Escaped, "attachment; filename=http://x/y.zip"),
            (
                Format::Raw,
                Quoted,
                "attachment; filename=\"http://x/y.zip\"",
            ),
            (Format::Json, BareRaw, "none"),
            (Format::Html, Cleaned, "none"),
            (
                Format::Xlsx,
                Cleaned,
                "attachment; filename=\"httpxy.xlsx\"; filename*=UTF-8''httpxy.xlsx",
            ),
        ] {
            assert_eq!(shown(of_export("http://x/y", format, rule)), wanted);
        }
    }

    #[test]
    fn a_name_in_another_script_is_data_and_whole_only_behind_the_star() {
        let name = |rule| shown(of_export("नाम", Format::Xls, rule));
        assert_eq!(name(FileName::Quoted), "attachment; filename=\"data.xls\"");
        assert!(name(FileName::Cleaned).contains("\"data.xls\"; filename*=UTF-8''%E0%A4"));
    }

    #[test]
    fn a_case_export_has_a_name_in_every_format() {
        let name = |rule| shown(of_cases("demo", Format::Json, rule));
        assert_eq!(
            name(FileName::BareRaw),
            "attachment; filename=demo_data.json"
        );
        assert_eq!(name(FileName::Escaped), name(FileName::BareRaw));
        assert_eq!(
            name(FileName::Quoted),
            "attachment; filename=\"demo_data.json\""
        );
    }

    #[test]
    fn a_quote_in_a_name_ends_the_file_name_only_where_hq_let_it() {
        let name = |rule, format| shown(of_export("a\"; x=\"b", format, rule));
        for (rule, format, wanted) in [
            (
                FileName::Escaped,
                Format::Csv,
                r#"attachment; filename="a\"; x=\"b.zip""#,
            ),
            (
                FileName::Escaped,
                Format::Raw,
                r#"attachment; filename="a\"; x=\"b.zip""#,
            ),
            (
                FileName::BareRaw,
                Format::Csv,
                r#"attachment; filename="a"; x="b.zip""#,
            ),
            (
                FileName::Quoted,
                Format::Csv,
                r#"attachment; filename="a"; x="b.zip""#,
            ),
            (
                FileName::Cleaned,
                Format::Csv,
                r#"attachment; filename="a; x=b.zip"; filename*=UTF-8''a%3B%20x%3Db.zip"#,
            ),
        ] {
            assert_eq!(name(rule, format), wanted, "{rule:?} {format}");
        }
        assert_eq!(
            shown(of_export(r"a\", Format::Csv, FileName::Escaped)),
            r#"attachment; filename="a\\.zip""#
        );
    }

    proptest! {
        #[test]
        fn an_escaped_name_is_one_parameter(name in "[ -~]{0,30}") {
            for format in [Format::Csv, Format::Raw] {
                let value = shown(of_export(&name, format, FileName::Escaped));
                let value = value.strip_prefix("attachment; filename=").unwrap();
                let read = match value.strip_prefix('"') {
                    None => {
                        prop_assert!(!has_end(value));
                        value.to_owned()
                    }
                    Some(quoted) => {
                        let mut read = String::new();
                        let mut chars = quoted.chars();
                        while let Some(c) = chars.next() {
                            match c {
                                '\\' => read.extend(chars.next()),
                                '"' => break,
                                c => read.push(c),
                            }
                        }
                        prop_assert_eq!(chars.as_str(), "");
                        read
                    }
                };
                prop_assert_eq!(read, format!("{name}.zip"));
            }
        }

        #[test]
        fn any_name_makes_a_header_line_or_none(name in any::<String>()) {
            for rule in [FileName::Escaped, FileName::BareRaw, FileName::Quoted, FileName::Cleaned] {
                for value in [of_export(&name, Format::Csv, rule), of_cases(&name, Format::Csv, rule)] {
                    prop_assert!(!shown(value).contains(['\r', '\n']));
                }
            }
        }
    }
}
