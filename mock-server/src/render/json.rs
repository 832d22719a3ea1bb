//! One JSON object: table name to headers and rows (facts E.5).
//!
//! Spelled as Python's `json` module does: a blank behind each comma and colon, everything outside
//! printable ASCII as `\uXXXX`, by surrogate pairs where needed.

use std::io::{self, Write as _};

use super::{RenderError, eights::any_byte, int::write_int, moment::Moment};
use crate::tables::{
    names::{Naming, entry_names},
    table::{Cell, MISSING, Tables},
};

/// Writes all tables as one JSON object.
///
/// # Errors
/// None: memory takes everything. The result is that of all formats.
pub fn json(tables: &dyn Tables, naming: Naming) -> Result<Vec<u8>, RenderError> {
    let mut out = Vec::new();
    out.push(b'{');
    for (table, name) in entry_names(tables, naming).iter().enumerate() {
        if table > 0 {
            out.extend_from_slice(b", ");
        }
        write_text(&mut out, name);
        out.extend_from_slice(b": {\"headers\": [");
        for (column, header) in tables.headers(table).iter().enumerate() {
            if column > 0 {
                out.extend_from_slice(b", ");
            }
            write_text(&mut out, header);
        }
        out.extend_from_slice(b"], \"rows\": [");
        let mut first = true;
        tables.rows(table, &mut |row| {
            if !std::mem::take(&mut first) {
                out.extend_from_slice(b", ");
            }
            write_row(&mut out, row)
        })?;
        out.extend_from_slice(b"]}");
    }
    out.push(b'}');
    Ok(out)
}

fn write_row(out: &mut Vec<u8>, row: &[Cell<'_>]) -> io::Result<()> {
    out.push(b'[');
    for (column, cell) in row.iter().enumerate() {
        if column > 0 {
            out.extend_from_slice(b", ");
        }
        match *cell {
            Cell::Text(text) => write_text(out, text),
            Cell::Missing => {
                out.push(b'"');
                out.extend_from_slice(MISSING.as_bytes());
                out.push(b'"');
            }
            Cell::Null => out.extend_from_slice(b"null"),
            Cell::Int(number) => write_int(out, number),
            Cell::Bool(truth) => out.extend_from_slice(if truth { b"true" } else { b"false" }),
            Cell::Time(microseconds) => {
                out.push(b'"');
                write!(
                    out,
                    "{}",
                    Moment {
                        microseconds,
                        between: 'T'
                    }
                )?;
                out.extend_from_slice(b"Z\"");
            }
        }
    }
    out.push(b']');
    Ok(())
}

#[inline]
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // Printable ASCII without the two that end or escape a text.
    let plain = !any_byte(text.as_bytes(), |eight| {
        eight.below(b' ') | eight.is(b'"') | eight.is(b'\\') | eight.is(b'\x7f') | eight.not_ascii()
    });
    if plain {
        out.extend_from_slice(text.as_bytes());
    } else {
        for c in text.chars() {
            write_char(out, c);
        }
    }
    out.push(b'"');
}

fn write_char(out: &mut Vec<u8>, c: char) {
    match c {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\u{8}' => out.extend_from_slice(b"\\b"),
        '\u{c}' => out.extend_from_slice(b"\\f"),
        ' '..='~' => out.push(c as u8),
        c => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let digit = |shift: u16| b"0123456789abcdef"[usize::from(*unit >> shift & 15)];
                out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::{Listed, Value};
    use proptest::prelude::*;

    fn one_table(row: Vec<Value>) -> Listed {
        let headers = vec!["h".to_owned(); row.len()];
        let mut tables: Listed = [("#|a:b|#".to_owned(), headers)].into_iter().collect();
        tables.push(0, row);
        tables
    }

    fn rendered(tables: &Listed) -> String {
        String::from_utf8(json(tables, Naming::Distinct).unwrap()).unwrap()
    }

    #[test]
    fn spelled_as_python_does() {
        let row = vec![
            "Nurse Á".into(),
            "a\"b\\c/\n\r\t\u{8}\u{c}\u{1}\u{7f}".into(),
            "😀 हाँ".into(),
            Value::Missing,
            Value::Null,
            Value::Int(3),
            Value::Bool(false),
            Value::Time(1_388_912_400_000_000),
        ];
        assert_eq!(
            rendered(&one_table(row)),
            concat!(
                r##"{"#|a-b|#": {"headers": ["h", "h", "h", "h", "h", "h", "h", "h"], "rows": [["##,
                r##""Nurse \u00c1", "a\"b\\c/\n\r\t\b\f\u0001\u007f", "##,
                r##""\ud83d\ude00 \u0939\u093e\u0901", "---", null, 3, false, "2014-01-05T09:00:00Z"]]}}"##,
            )
        );
    }

    #[test]
    fn no_table_and_no_row() {
        assert_eq!(rendered(&Listed::default()), "{}");
        let empty: Listed = [("t".to_owned(), vec!["h".to_owned()])]
            .into_iter()
            .collect();
        assert_eq!(rendered(&empty), r#"{"t": {"headers": ["h"], "rows": []}}"#);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            let read: serde_json::Value =
                serde_json::from_str(&rendered(&one_table(vec![text.as_str().into()]))).unwrap();
            prop_assert_eq!(read["#|a-b|#"]["rows"][0][0].as_str(), Some(text.as_str()));
        }
    }
}
