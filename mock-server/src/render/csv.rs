//! The lines of a csv file, in the dialect of Python's `csv` module called excel (facts E.5).
//!
//! Lines end with CR LF. A field is quoted only if it holds a comma, a quote, CR or LF, or if it is
//! empty and alone in its line; quotes within are doubled.

use std::io;

use super::{int::write_int, moment::write_moment};
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
            Cell::Time(microseconds) => write_moment(out, microseconds, ' ')?,
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

/// Whether any byte of eight is a comma, a quote, CR or LF. Never misses one; may be wrong about a
/// byte of 128 or more, which costs a second look.
#[inline]
fn any_special(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    // A byte that becomes 0 borrows from its highest bit.
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let is = |byte: u8| zero(eight ^ (ONES * u64::from(byte)));
    (is(b',') | is(b'"') | is(b'\r') | is(b'\n')) & HIGHS != 0
}

/// Whether a text must be quoted.
///
/// Eight bytes at a time: a look at each byte would cost half of the encoding. The last eight may
/// overlap with those before.
#[inline]
fn needs_quotes(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk() else {
        return text
            .iter()
            .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
    };
    let (eights, _) = text.as_chunks();
    eights
        .iter()
        .chain([last])
        .any(|eight| any_special(u64::from_le_bytes(*eight)))
}

#[inline]
fn write_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if !needs_quotes(bytes) {
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
