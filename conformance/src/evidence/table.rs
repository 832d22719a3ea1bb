//! What a reader makes of a text, before it has a place.

use std::collections::HashMap;

use super::container::{Cell, Record};

/// A table in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Where in the file, if it can hold several.
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) records: Vec<Record>,
}

impl Table {
    /// Rows whose first is the names of the columns, or not: it stays a record.
    pub(super) fn from_rows(rows: Vec<Vec<String>>) -> Self {
        Self {
            name: None,
            columns: rows.first().cloned().unwrap_or_default(),
            records: rows.into_iter().map(record).collect(),
        }
    }

    /// Rows under headers known to be headers.
    pub(super) fn with_headers(columns: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self {
            name: None,
            columns,
            records: rows.into_iter().map(record).collect(),
        }
    }

    /// Records of named values. A name met again in one record is a column of its own:
    /// `age`, `age[2]`.
    pub(super) fn from_named(named: Vec<Vec<(String, String)>>) -> Self {
        let mut table = Self::default();
        let mut known: HashMap<(String, usize), usize> = HashMap::new();
        for pairs in named {
            let mut met: HashMap<String, usize> = HashMap::new();
            let mut cells = Vec::with_capacity(pairs.len());
            for (name, value) in pairs {
                let times = met.entry(name.clone()).or_default();
                *times += 1;
                let column = *known
                    .entry((name, *times))
                    .or_insert_with_key(|(name, times)| {
                        table.columns.push(match times {
                            1 => name.clone(),
                            times => format!("{name}[{times}]"),
                        });
                        table.columns.len() - 1
                    });
                cells.push(Cell { column, value });
            }
            table.records.push(Record { cells });
        }
        table
    }

    pub(super) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

fn record(row: Vec<String>) -> Record {
    let cells = row.into_iter().enumerate();
    Record {
        cells: cells
            .map(|(column, value)| Cell { column, value })
            .collect(),
    }
}
