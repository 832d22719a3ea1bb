//! The lines of a csv file, in the dialect of Python's `csv` module called excel (facts E.5).
//!
//! Lines end with CR LF. A field is quoted only if it holds a comma, a quote, CR or LF, or if it is
//! empty and alone in its line; quotes within are doubled.

use std::io::{self, Write as _};

use super::{eights::any_byte, int::write_int, moment::Moment};
use crate::tables::table::{Cell, MISSING};

/// Appends a line of texts: the headers.
pub fn write_headers(out: &mut Vec<u8>, headers: &[String]) {
    for (column, header) in headers.iter().enumerate() {
        if column > 0 {
            out.push(b',');
        }
        write_text(out, header);
    }
    end_line(
        out,
        headers.len(),
        headers.first().map_or("", String::as_str),
    );
}

/// Appends a row. Null is empty, a missing value is three hyphens.
///
/// # Errors
/// None: memory takes everything. The result is the one that [`Tables::rows`](crate::tables::table::Tables::rows) asks for.
pub fn write_row(out: &mut Vec<u8>, row: &[Cell<'_>]) -> io::Result<()> {
    for (column, cell) in row.iter().enumerate() {
        if column > 0 {
            out.push(b',');
        }
        match *cell {
            Cell::Text(text) => write_text(out, text),
            Cell::Missing => out.extend_from_slice(MISSING.as_bytes()),
            Cell::Null => {}
            Cell::Int(number) => write_int(out, number),
            Cell::Bool(truth) => out.extend_from_slice(if truth { b"True" } else { b"False" }),
            Cell::Time(microseconds) => write!(
                out,
                "{}",
                Moment {
                    microseconds,
                    between: ' '
                }
            )?,
        }
    }
    let first = match row.first() {
        Some(Cell::Text("") | Cell::Null) => "",
        _ => "-",
    };
    end_line(out, row.len(), first);
    Ok(())
}

/// A line of one empty field would look like no field at all, hence the quotes.
fn end_line(out: &mut Vec<u8>, fields: usize, first: &str) {
    if fields == 1 && first.is_empty() {
        out.extend_from_slice(b"\"\"");
    }
    out.extend_from_slice(b"\r\n");
}

#[inline]
fn write_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if !any_byte(bytes, |eight| {
        eight.is(b',') | eight.is(b'"') | eight.is(b'\r') | eight.is(b'\n')
    }) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for piece in bytes.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(piece);
        if piece.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(cells: &[Cell<'_>]) -> String {
        let mut out = Vec::new();
        write_row(&mut out, cells).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_only_where_needed() {
        let cells = ["a b", "a,b", "a\"b", "a\nb", "a\rb", "", "ü|'", "\"\""].map(Cell::Text);
        assert_eq!(
            line(&cells),
            "a b,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\",,ü|',\"\"\"\"\"\"\r\n"
        );
    }

    #[test]
    fn a_special_byte_is_seen_wherever_it_stands() {
        for length in 0..40 {
            for plain in ["x", "\u{80}", "-", "\0", "!", "#"] {
                let text = plain.repeat(length);
                assert_eq!(
                    line(&[Cell::Text(&text), Cell::Null]),
                    format!("{text},\r\n")
                );
            }
            for at in 0..length {
                for special in [",", "\r", "\n"] {
                    let mut text = "x".repeat(length);
                    text.replace_range(at..=at, special);
                    assert_eq!(line(&[Cell::Text(&text)]), format!("\"{text}\"\r\n"));
                }
            }
        }
    }

    #[test]
    fn one_empty_field_is_quoted_and_no_field_is_nothing() {
        assert_eq!(line(&[Cell::Null]), "\"\"\r\n");
        assert_eq!(line(&[Cell::Text("")]), "\"\"\r\n");
        assert_eq!(line(&[Cell::Missing]), "---\r\n");
        assert_eq!(line(&[]), "\r\n");
        assert_eq!(line(&[Cell::Null, Cell::Null]), ",\r\n");
    }

    #[test]
    fn what_the_server_makes() {
        let cells = [
            Cell::Int(-12),
            Cell::Bool(true),
            Cell::Bool(false),
            Cell::Time(0),
            Cell::Null,
            Cell::Missing,
        ];
        assert_eq!(line(&cells), "-12,True,False,1970-01-01 00:00:00,,---\r\n");
    }

    proptest! {
        #[test]
        fn any_texts_are_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a,\"\r\n é]{0,6}", 3), 0..8)
        ) {
            let mut out = Vec::new();
            for row in &rows {
                let cells: Vec<Cell<'_>> = row.iter().map(|text| Cell::Text(text)).collect();
                write_row(&mut out, &cells).unwrap();
            }
            let read: Vec<Vec<String>> = ::csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(&out[..])
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }
    }
}
