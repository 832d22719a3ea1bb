//! What stands inside a value: JSON, and the text or the bytes of a whole file.
//!
//! A store often keeps a form as one value: JSON in a column, the file as it came in a blob. The value
//! stays what it is; what stands in it is read besides.
//!
//! | value | read as |
//! |---|---|
//! | JSON | records of their own, each with the plain values that stand beside it: they are one form's |
//! | XML, a page, separated values of several lines | a file |
//! | bytes (`x'1f8b...'`, see [`as_literal`]) | a file, whatever it is |

use super::{
    container::{Cell, Record},
    csv, json,
    table::Table,
};

/// How a value that is bytes begins.
const BYTES: &str = "x'";

/// How many plain values are taken along from beside a value.
const BESIDE: usize = 256;

/// What stands in the values of a table.
#[derive(Default)]
pub(super) struct Nested {
    /// Tables of documents, by the name of their column.
    pub(super) tables: Vec<Table>,
    /// Whole files, by column and row.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Bytes as the text that stands for them in SQL, so that none is lost.
pub(super) fn as_literal(bytes: &[u8]) -> String {
    let mut text = String::from(BYTES);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text.push('\'');
    text
}

/// Looks into every value of a table. At most `left` bytes are read, and taken off it; `None` if there are
/// more.
pub(super) fn of(table: &Table, left: &mut u64) -> Option<Nested> {
    let mut nested = Nested::default();
    let mut documents: Vec<(String, Vec<Record>, Vec<String>)> = Vec::new();
    for (number, record) in table.records.iter().enumerate() {
        let found = record.cells.iter().map(look);
        let found: Vec<_> = found.collect();
        let beside = || {
            let plain = record
                .cells
                .iter()
                .zip(&found)
                .filter(|(_, inside)| inside.is_none());
            plain.map(|(cell, _)| cell).take(BESIDE)
        };
        let length: usize = beside().map(|cell| cell.value.len() + 16).sum();
        for (cell, inside) in record.cells.iter().zip(&found) {
            let Some(inside) = inside else {
                continue;
            };
            let column = table.columns.get(cell.column).map_or("", String::as_str);
            let several =
                |inner: &[Table]| inner.iter().map(|table| table.records.len()).sum::<usize>();
            let cost = match inside {
                Inside::File(bytes) => bytes.len(),
                Inside::Json(inner) => cell.value.len() + length * several(inner),
            };
            *left = left.checked_sub(cost as u64)?;
            match inside {
                Inside::File(bytes) => {
                    nested
                        .files
                        .push((format!("{column} {}", number + 1), bytes.clone()));
                }
                Inside::Json(inner) => {
                    let is_document = is_document(inner);
                    for table_inside in inner {
                        let mut name = match is_document {
                            true => column.to_owned(),
                            false => format!("{column} {}", number + 1),
                        };
                        if let Some(part) = &table_inside.name {
                            name = format!("{name}/{part}");
                        }
                        let place = documents.iter().position(|(known, ..)| *known == name);
                        let place = place.unwrap_or_else(|| {
                            documents.push((name, Vec::new(), table.columns.clone()));
                            documents.len() - 1
                        });
                        let (_, records, columns) = &mut documents[place];
                        for record in &table_inside.records {
                            records.push(beside_others(record, table_inside, beside(), columns));
                        }
                    }
                }
            }
        }
    }
    nested.tables = documents
        .into_iter()
        .map(|(name, records, columns)| Table {
            name: Some(name),
            columns,
            records,
        })
        .collect();
    Some(nested)
}

enum Inside {
    Json(Vec<Table>),
    File(Vec<u8>),
}

fn look(cell: &Cell) -> Option<Inside> {
    let text = cell.value.trim();
    let is_between = |open, close| text.starts_with(open) && text.ends_with(close);
    if is_between('{', '}') || is_between('[', ']') {
        return json::read(text).map(Inside::Json);
    }
    if let Some(digits) = text
        .strip_prefix(BYTES)
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return bytes(digits).map(Inside::File);
    }
    let is_file = is_between('<', '>') || (text.contains('\n') && csv::is_tabular(&cell.value));
    is_file.then(|| Inside::File(cell.value.clone().into_bytes()))
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    if digits.len().is_multiple_of(2) {
        bytes.collect()
    } else {
        None
    }
}

/// Whether a value is one record, with the lists in it beside: then those of all rows are a table.
fn is_document(tables: &[Table]) -> bool {
    let mut own = tables.iter().filter(|table| table.name.is_none());
    own.next().is_some_and(|table| table.records.len() == 1) && own.next().is_none()
}

/// A record of a value: its cells, behind them the plain ones that stand beside the value. Columns of
/// the same name are one.
fn beside_others<'a>(
    record: &Record,
    table: &Table,
    beside: impl Iterator<Item = &'a Cell>,
    columns: &mut Vec<String>,
) -> Record {
    // The columns of the table around come first: what stands beside keeps its own.
    let own = record.cells.iter().map(|cell| {
        let name = table.columns.get(cell.column).map_or("", String::as_str);
        let name = format!("{{}}.{name}");
        let column = columns.iter().position(|known| *known == name);
        let column = column.unwrap_or_else(|| {
            columns.push(name);
            columns.len() - 1
        });
        Cell {
            column,
            value: cell.value.clone(),
        }
    });
    let mut cells: Vec<_> = own.collect();
    cells.extend(beside.cloned());
    Record { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let rows = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
        let columns = vec!["id".to_owned(), "form".to_owned()];
        Table::with_headers(columns, rows.collect())
    }

    fn rows(table: &Table) -> Vec<String> {
        let rows = table.records.iter().map(|record| {
            let values: Vec<_> = record.values().collect();
            values.join("|")
        });
        rows.collect()
    }

    #[test]
    fn documents_of_one_column_are_one_table() {
        let text = table(&[
            &["7", r#"{"a": "x\ny", "child": [{"b": 1}]}"#],
            &["8", r#"{"a": "z"}"#],
        ]);
        let mut left = 10_000;
        let nested = of(&text, &mut left).unwrap();
        let names: Vec<_> = nested
            .tables
            .iter()
            .map(|table| table.name.clone().unwrap())
            .collect();
        assert_eq!(names, ["form/child", "form"]);
        assert_eq!(rows(&nested.tables[1]), ["x\ny|7", "z|8"]);
        assert_eq!(rows(&nested.tables[0]), ["1|7"]);
        assert!(left < 10_000);
        assert!(of(&text, &mut 10).is_none());
    }

    #[test]
    fn whole_files_stay_files() {
        let text = table(&[
            &["1", "a,b\n1,2\n"],
            &["2", "<data><a>1</a></data>"],
            &["3", &as_literal(b"PK\x03\xff")],
        ]);
        let nested = of(&text, &mut 10_000).unwrap();
        let names: Vec<_> = nested.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["form 1", "form 2", "form 3"]);
        assert_eq!(nested.files[2].1, b"PK\x03\xff");
        assert!(nested.tables.is_empty());
    }

    #[test]
    fn plain_values_hold_nothing() {
        let plain = table(&[
            &["1", "{not json}"],
            &["2", "x'y'"],
            &["[3", "two\nlines"],
            &["x'0'", "<"],
        ]);
        let nested = of(&plain, &mut 10_000).unwrap();
        assert!(nested.tables.is_empty() && nested.files.is_empty());
    }
}
