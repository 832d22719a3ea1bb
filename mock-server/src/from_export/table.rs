//! A table as a file shows it.

use crate::tables::table::MISSING;

/// A table with all its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// As the file names it: cleaned, and cut in a workbook.
    pub name: String,
    /// The first row.
    pub headers: Vec<String>,
    /// All others; each has a cell for every header.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell as a file shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Three hyphens: the document has no such key.
    Missing,
    /// No value; only JSON tells it from an empty text.
    Null,
    /// A text; may be empty.
    Text(String),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text == MISSING {
            Self::Missing
        } else {
            Self::Text(text)
        }
    }
}

impl Cell {
    /// The cell as text; what is no text is empty or three hyphens.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Missing => MISSING,
            Self::Null => "",
            Self::Text(text) => text,
        }
    }

    /// Whether there is something to read.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        matches!(self, Self::Text(text) if !text.is_empty())
    }
}
