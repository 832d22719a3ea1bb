//! A zip of csv files, one for each table.

use super::{Problem, archive::Entry};
use crate::from_export::table::{Cell, Table};

/// The tables of the entries.
///
/// # Errors
/// When an entry is no UTF-8, or its rows are of different lengths.
pub fn tables(entries: Vec<Entry>) -> Result<Vec<Table>, Problem> {
    entries.iter().map(table).collect()
}

fn table(entry: &Entry) -> Result<Table, Problem> {
    let place = |line: u64| format!("{}, line {line}", entry.name);
    let content = entry.content.as_slice();
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut lines = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(content);
    let mut headers: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in lines.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Problem::damaged(place(line), "this is no csv in UTF-8")
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        let fields = record.iter().map(str::to_owned);
        match &headers {
            None => headers = Some(fields.collect()),
            Some(headers) if headers.len() == record.len() => {
                rows.push(fields.map(Cell::from).collect());
            }
            Some(headers) => {
                let (cells, columns) = (record.len(), headers.len());
                let problem = format!("the row has {cells} cells, the headers are {columns}");
                return Err(Problem::damaged(place(line), problem));
            }
        }
    }
    Ok(Table {
        name: entry
            .name
            .strip_suffix(".csv")
            .unwrap_or(&entry.name)
            .to_owned(),
        headers: headers.unwrap_or_default(),
        rows,
    })
}
