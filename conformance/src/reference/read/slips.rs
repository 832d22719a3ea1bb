//! What bugs make of tables that were read right. Without a bug nothing happens here.

use std::io::Read as _;

use fakehq::from_export::read::archive::Entry;
use zip::read::read_zipfile_from_stream;

use super::{
    Answer,
    table::{FORMS, Table},
};
use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
    keep::documents::root_id,
};

/// What the server writes where a document has no such question (facts E.4).
const MISSING: &str = "---";

/// Words that some programs take for "no value".
const NO_VALUE: [&str; 9] = [
    "NA", "N/A", "n/a", "None", "NULL", "null", "NaN", "nan", "-",
];

/// As long as names may be in a well-known database.
const NAME_LENGTH: usize = 63;

/// As long as a text may be in a column of a careless table.
const TEXT_LENGTH: usize = 255;

/// The columns of forms known by their whole names; answers begin with `form|`.
const KNOWN: [&str; 4] = ["id", "_id", "received_on", "xmlns"];

/// Lets the bug that is switched on spoil the tables.
pub(super) fn make(tables: &mut [Table], answer: Answer<'_>, bugs: Bugs) -> Result<(), Failure> {
    let Some(bug) = bugs.0 else {
        return Ok(());
    };
    let main = answer.names.main(tables, bugs).unwrap_or_default();
    let objection = |what: &str| Err(Failure::Objection(what.to_owned()));
    match bug {
        Bug::DropsLastRow => {
            if let Some(last) = tables
                .get(main)
                .and_then(|table| table.rows.len().checked_sub(1))
            {
                drop_document(tables, main, last);
            }
        }
        Bug::DashesBreakRow => {
            for row in rows_with_dashes(&tables[main]).into_iter().rev() {
                drop_document(tables, main, row);
            }
        }
        Bug::NaWordsVanish => each_answer(tables, |cell| {
            if NO_VALUE.contains(&cell.as_str()) {
                cell.clear();
            }
        }),
        Bug::NumbersGuessed => each_answer(tables, |cell| {
            if let Some(number) = as_number(cell) {
                *cell = number.to_string();
            }
        }),
        Bug::CutAt255 => each_answer(tables, |cell| {
            if let Some((end, _)) = cell.char_indices().nth(TEXT_LENGTH) {
                cell.truncate(end);
            }
        }),
        Bug::CutTo63 => tables.iter_mut().for_each(cut_headers),
        Bug::LooksUpUncutNames if answer.short_headers => {
            let headers = tables[main].headers.clone();
            tables[main].retain_columns(|place| {
                let header = headers[place].as_str();
                header.starts_with("form|") || KNOWN.contains(&header)
            });
        }
        Bug::NoRowsFatal => {
            let is_empty = |table: &Table| {
                // Only a repeat of the form; HQ's own tables are often empty.
                table.name.starts_with("#|form|") && table.rows.is_empty()
            };
            if tables.iter().any(is_empty) {
                return objection("a table has headers and no row");
            }
        }
        Bug::RowlessIsError => {
            let is_empty = |table: &Table| table.name == FORMS && table.rows.is_empty();
            if tables.iter().any(is_empty) {
                return objection("the answer has headers and no row");
            }
        }
        _ => {}
    }
    Ok(())
}

/// The entries of an archive, unpacked as far as they can be, whatever their checksums.
pub(super) fn unchecked_entries(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while let Ok(Some(mut file)) = read_zipfile_from_stream(&mut rest) {
        let name = file
            .name()
            .map(|name| name.into_owned())
            .unwrap_or_default();
        let mut content = Vec::new();
        // What was unpacked before the error stays.
        let _ = file.read_to_end(&mut content);
        let text = String::from_utf8_lossy(&content).into_owned();
        entries.push(Entry {
            name,
            content: text.into_bytes(),
        });
    }
    entries
}

/// Takes a row out of the main table, and all that hangs on it.
fn drop_document(tables: &mut [Table], main: usize, row: usize) {
    let row = tables[main].rows.remove(row);
    let Some(id) = row.first() else {
        return;
    };
    for (place, table) in tables.iter_mut().enumerate() {
        if place != main {
            table
                .rows
                .retain(|child| child.first().is_none_or(|child| root_id(child) != *id));
        }
    }
}

/// The rows with three hyphens in a column that else holds dates or numbers only.
fn rows_with_dashes(table: &Table) -> Vec<usize> {
    let is_typed = |place: &usize| {
        let values = table.rows.iter().map(|row| row[*place].as_str());
        let mut values = values
            .filter(|value| !value.is_empty() && *value != MISSING)
            .peekable();
        values.peek().is_some()
            && values.all(|value| {
                value.parse::<f64>().is_ok() || value.parse::<jiff::civil::Date>().is_ok()
            })
    };
    let typed: Vec<_> = (0..table.headers.len()).filter(is_typed).collect();
    let rows = table.rows.iter().enumerate();
    rows.filter(|(_, row)| typed.iter().any(|place| row[*place] == MISSING))
        .map(|(number, _)| number)
        .collect()
}

/// Cells of answers: what lies under `form`, and in repeats everything but the row's number.
fn each_answer(tables: &mut [Table], change: impl Fn(&mut String)) {
    for table in tables {
        let answers: Vec<_> = table
            .headers
            .iter()
            .map(|header| {
                header.starts_with("form|") || table.name != FORMS && !header.starts_with("id")
            })
            .collect();
        for row in &mut table.rows {
            for (cell, _) in row
                .iter_mut()
                .zip(&answers)
                .filter(|(_, is_answer)| **is_answer)
            {
                change(cell);
            }
        }
    }
}

fn as_number(cell: &str) -> Option<f64> {
    let is_plain = cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    cell.parse()
        .ok()
        .filter(|number: &f64| is_plain && number.is_finite())
}

/// Cuts headers and drops the columns whose headers have become those of earlier ones.
fn cut_headers(table: &mut Table) {
    for header in &mut table.headers {
        if let Some((end, _)) = header.char_indices().nth(NAME_LENGTH) {
            header.truncate(end);
        }
    }
    let headers = table.headers.clone();
    table.retain_columns(|place| !headers[..place].contains(&headers[place]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::read::table::table;

    #[test]
    fn dashes_count_in_columns_of_dates_and_numbers_only() {
        let main = table(
            "#",
            &[
                &["id", "form|date", "form|text", "form|age"],
                &["0", "2014-01-05", "---", "7"],
                &["1", "---", "a", "8"],
                &["2", "", "a", "---"],
            ],
        );
        assert_eq!(rows_with_dashes(&main), [1, 2]);
    }

    #[test]
    fn a_document_goes_with_its_children() {
        let mut tables = [
            table("#", &[&["id"], &["0"], &["1"]]),
            table("#|c|#", &[&["id"], &["0|0"], &["1|0"], &["1|1"]]),
        ];
        drop_document(&mut tables, 0, 1);
        assert_eq!((tables[0].rows.len(), tables[1].rows.len()), (1, 1));
    }

    #[test]
    fn numbers_are_guessed_from_whole_texts() {
        assert_eq!(as_number("007"), Some(7.0));
        assert_eq!(as_number("1e5"), Some(100_000.0));
        assert_eq!(as_number("+4930"), Some(4930.0));
        for text in ["", "nan", "inf", "abcd00000001", "1a"] {
            assert_eq!(as_number(text), None, "{text}");
        }
    }
}
