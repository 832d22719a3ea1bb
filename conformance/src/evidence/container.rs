//! A container: one place where a client keeps records.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

/// One table, list or document found in what a client left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Where it is: the folder's label and the path in it, then `!` and the entry of an archive,
    /// then `#` and the part of a file that holds several: `out/data.zip!#.csv`,
    /// `state/store.json#forms`.
    pub place: String,
    /// What it is.
    pub kind: Kind,
    /// The names of the columns. In csv, sheets and html tables they are the first row, which is a
    /// record as well: whether it holds names or data, only its reader can tell.
    pub columns: Vec<String>,
    /// What it holds, in order.
    pub records: Vec<Record>,
    /// The text of the whole file, shared by all containers of it; for searching. Of a sheet, its
    /// cells, one a line.
    pub text: Arc<str>,
}

/// What a container is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Separated values.
    Csv,
    /// A sheet of a workbook.
    Sheet,
    /// A table of an SQLite database.
    Store,
    /// A table or list in JSON, or one object.
    Json,
    /// A table of a page, or a page without any.
    Html,
    /// Repeated elements, or one document.
    Xml,
    /// Sections of named values.
    Ini,
    /// Anything else that can be read; each line is a record.
    Text,
}

/// One row, object or element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// What it holds, in order. A value that is absent has no cell, an empty one has.
    pub cells: Vec<Cell>,
}

/// One value of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// Which of the container's columns it belongs to; beyond the last in a row too long.
    pub column: usize,
    /// The value as text.
    pub value: String,
}

impl Record {
    /// All values, in order.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| cell.value.as_str())
    }
}

impl Container {
    /// The value of a record in the column of this name, the first if there are several.
    #[must_use]
    pub fn value<'r>(&self, record: &'r Record, column: &str) -> Option<&'r str> {
        let column = self.columns.iter().position(|name| name == column)?;
        let cell = record.cells.iter().find(|cell| cell.column == column)?;
        Some(&cell.value)
    }

    /// Whether both hold the same, wherever they are: the same records, or, where neither has
    /// any, the same text.
    #[must_use]
    pub fn is_copy_of(&self, other: &Self) -> bool {
        self.records == other.records && (!self.records.is_empty() || self.text == other.text)
    }

    /// A number that is equal for copies.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.records.hash(&mut hasher);
        if self.records.is_empty() {
            self.text.hash(&mut hasher);
        }
        hasher.finish()
    }
}
