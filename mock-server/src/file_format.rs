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
    /// The main table as one csv file; the page does not know it.
    UnzippedCsv,
    /// A zip with one HTML page per table; the page does not know it.
    ZippedHtml,
}

/// The word is no format.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("Unsupported export format: {0}!")]
pub struct UnknownFormat(pub String);

impl Format {
    /// The page's formats, in its order.
    pub const ALL: [Self; 6] = [
        Self::Csv,
        Self::Xlsx,
        Self::Xls,
        Self::Html,
        Self::Json,
        Self::Raw,
    ];

    /// The formats that the page does not name (facts B.1).
    pub const EXTRA: [Self; 2] = [Self::UnzippedCsv, Self::ZippedHtml];

    /// The format of a word, the extra ones too.
    ///
    /// # Errors
    /// When there is none; the word is exact, in lower case.
    pub fn with_extra(word: &str) -> Result<Self, UnknownFormat> {
        let extra = Self::EXTRA.into_iter().find(|format| format.name() == word);
        extra.map_or_else(|| word.parse(), Ok)
    }

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
            Self::UnzippedCsv => "unzipped-csv",
            Self::ZippedHtml => "zipped-html",
        }
    }

    /// The extension of the file name HQ proposes.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw | Self::ZippedHtml => "zip",
            Self::UnzippedCsv => "csv",
            other => other.name(),
        }
    }

    /// The content type HQ announces. A workbook of either kind has the type of the old one
    /// (facts C.3).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw | Self::ZippedHtml => "application/zip",
            Self::UnzippedCsv => "text/csv",
            Self::Xlsx | Self::Xls => "application/vnd.ms-excel",
            Self::Html => "text/html",
            Self::Json => "application/json",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// One of the page's; exact, in lower case; the empty word is unknown too.
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
