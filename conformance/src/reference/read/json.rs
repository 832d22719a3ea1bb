//! The JSON format (facts E.5): an object of tables, texts, numbers and nulls side by side.

use std::borrow::Cow;

use fakehq::{from_export, render::format::Format};
use serde_json::Value;

use super::table::Table;
use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
};

/// The tables of an export.
///
/// # Errors
/// It is no JSON, or no object of tables.
pub fn tables(bytes: &[u8], bugs: Bugs) -> Result<Vec<Table>, Failure> {
    if bugs.has(Bug::CellsMustBeText) {
        refuse_all_but_text(bytes)?;
    }
    let bytes = if bugs.has(Bug::EscapesKept) {
        Cow::Owned(with_escapes_escaped(bytes))
    } else {
        Cow::Borrowed(bytes)
    };
    let tables = from_export::read::json::tables(&bytes)?;
    Ok(tables.into_iter().map(Table::from).collect())
}

fn refuse_all_but_text(bytes: &[u8]) -> Result<(), Failure> {
    let read: Value =
        serde_json::from_slice(bytes).map_err(|error| Failure::unreadable(Format::Json, error))?;
    let tables = read
        .as_object()
        .into_iter()
        .flat_map(|tables| tables.values());
    let rows = tables
        .filter_map(|table| table["rows"].as_array())
        .flatten();
    let mut cells = rows.filter_map(Value::as_array).flatten();
    match cells.find(|cell| !cell.is_string()) {
        None => Ok(()),
        Some(cell) => Err(Failure::unreadable(
            Format::Json,
            format!("{cell} is no text"),
        )),
    }
}

/// The same JSON with every `\u` made a text of its own.
fn with_escapes_escaped(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        kept.push(byte);
        if byte == b'\\' {
            match rest.next() {
                Some(b'u') => kept.extend_from_slice(b"\\u"),
                Some(other) => kept.push(other),
                None => {}
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] =
        br##"{"#": {"headers": ["id", "a"], "rows": [["0", "\u00e9 \\ \ud83d\ude00"], ["1", null]]}}"##;

    #[test]
    fn escapes_become_what_they_mean() {
        let rows = |bug| tables(ANSWER, Bugs(bug)).unwrap()[0].rows.clone();
        assert_eq!(rows(None), [["0", "\u{e9} \\ \u{1f600}"], ["1", ""]]);
        assert_eq!(
            rows(Some(Bug::EscapesKept))[0][1],
            "\\u00e9 \\ \\ud83d\\ude00"
        );
    }

    #[test]
    fn a_null_stops_the_client_that_wants_text() {
        assert!(tables(ANSWER, Bugs(Some(Bug::CellsMustBeText))).is_err());
    }
}
