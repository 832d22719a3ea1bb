//! The JSON format (facts E.5): an object of tables, texts, numbers and nulls side by side.

use std::borrow::Cow;

use fakehq::{file_format::Format, from_export};
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

/// Refuses an answer to a question that is no text. HQ's own columns, row numbers among them, are not
/// looked at.
fn refuse_all_but_text(bytes: &[u8]) -> Result<(), Failure> {
    let read: Value =
        serde_json::from_slice(bytes).map_err(|error| Failure::unreadable(Format::Json, error))?;
    let tables = read
        .as_object()
        .into_iter()
        .flat_map(|tables| tables.values());
    for table in tables {
        let headers = table["headers"].as_array().map_or(&[][..], Vec::as_slice);
        let rows = table["rows"].as_array().map_or(&[][..], Vec::as_slice);
        let cells = rows.iter().filter_map(Value::as_array);
        let mut cells = cells.flat_map(|row| headers.iter().zip(row));
        let is_answer = |header: &Value| {
            header
                .as_str()
                .is_some_and(|name| name.starts_with("form|"))
        };
        if let Some((_, cell)) = cells.find(|(header, cell)| is_answer(header) && !cell.is_string())
        {
            let problem = format!("{cell} is no text");
            return Err(Failure::unreadable(Format::Json, problem));
        }
    }
    Ok(())
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
        br##"{"#": {"headers": ["id", "form|a"], "rows": [["0", "\u00e9 \\ \ud83d\ude00"], ["1", null]]}}"##;

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
