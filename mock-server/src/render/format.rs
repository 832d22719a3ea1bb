//! The export formats by name (page: Form Data Export; facts B.1 and C.3).

use std::{fmt, str::FromStr};

/// A value of the `format` parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A zip with one csv file per table.
    Csv,
    /// Excel 2007, the default.
    Xlsx,
    /// Excel 97.
    Xls,
    /// One HTML page with all tables.
    Html,
    /// One JSON object: table name to headers and rows.
    Json,
    /// A zip of the XML as submitted.
    Raw,
}

/// The word is none of the page's six formats.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("Unsupported export format: {0}!")]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, in the page's order.
    pub const ALL: [Self; 6] = [
        Self::Csv,
        Self::Xlsx,
        Self::Xls,
        Self::Html,
        Self::Json,
        Self::Raw,
    ];

    /// The word used in the `format` parameter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Html => "html",
            Self::Json => "json",
            Self::Raw => "raw",
        }
    }

    /// The extension of the file name HQ proposes.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw => "zip",
            other => other.name(),
        }
    }

    /// The content type HQ announces. A workbook of either kind has the type of the old one
    /// (facts C.3).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw => "application/zip",
            Self::Xlsx | Self::Xls => "application/vnd.ms-excel",
            Self::Html => "text/html",
            Self::Json => "application/json",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// Exact, in lower case; the empty word is unknown too.
    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == word)
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
