//! The bytes of a downloaded file: which format they are, and what is in them.
//!
//! Files come from strangers. Everything that is unpacked is bounded, and nothing here panics on
//! any bytes.
//!
//! - [`mod@archive`]: zip archives, entry by entry
//! - [`csv_zip`], [`json`], [`xlsx`], [`xls`], [`raw_zip`]: one format each

pub mod archive;
pub mod csv_zip;
pub mod json;
pub mod raw_zip;
pub mod xls;
pub mod xlsx;

use super::table::Table;
use crate::{file_format::Format, world::xml::error::XmlError};

/// As much as one file may unpack to, in bytes.
pub const MOST_BYTES: u64 = 512 << 20;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// The tables of an export, in the order of the file.
    Tables {
        /// The format they came in.
        format: Format,
        /// At least one.
        tables: Vec<Table>,
    },
    /// The XML of submissions, with the ids of their documents: a raw export.
    Submissions(Vec<(String, Vec<u8>)>),
}

/// Why a file cannot be read as an export.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Problem {
    /// It is something else.
    #[error(
        "this is no export: {0}. Give a file that the export API sent: csv (zip), xlsx, xls, json or raw (zip)"
    )]
    NotAnExport(String),
    /// It is one, but damaged.
    #[error("{place}: {problem}. Download the file again")]
    Damaged {
        /// Which entry, sheet or line.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A submission of a raw export that is no form.
    #[error(
        "{entry}: the form's XML cannot be read: {error}. Take this entry out of the zip to make a world of the others"
    )]
    Form {
        /// Its name in the archive.
        entry: String,
        /// What is wrong, and where.
        error: XmlError,
    },
    /// It unpacks to more than is held in memory.
    #[error(
        "the file unpacks to more than {} MiB; export fewer submissions, or give the increments as several files",
        MOST_BYTES >> 20
    )]
    TooLarge,
    /// An archive without entries.
    #[error("the archive is empty: the export had no submissions")]
    Empty,
    /// A case export.
    #[error(
        "this is a case export (tables {0}). A world is made of forms, and its cases come from the case blocks in \
         them: give the form exports of the same project space instead"
    )]
    CaseExport(String),
}

impl Problem {
    pub(super) fn damaged(place: impl Into<String>, problem: impl ToString) -> Self {
        Self::Damaged {
            place: place.into(),
            problem: problem.to_string(),
        }
    }
}

/// Reads a file of any of the formats, by its content alone.
///
/// # Errors
/// When it is none of them, damaged, or too large; see [`Problem`].
pub fn read(bytes: &[u8]) -> Result<Contents, Problem> {
    let not = |what: &str| Err(Problem::NotAnExport(what.to_owned()));
    let trimmed = bytes.trim_ascii_start();
    let (format, tables) = match trimmed.first() {
        None => return not("the file is empty"),
        _ if bytes.starts_with(b"PK") => {
            let entries = archive::entries(bytes, MOST_BYTES)?;
            if entries.is_empty() {
                return Err(Problem::Empty);
            }
            if archive::is_workbook(&entries) {
                (Format::Xlsx, xlsx::tables(bytes)?)
            } else if entries.iter().all(|entry| entry.name.ends_with(".csv")) {
                (Format::Csv, csv_zip::tables(entries)?)
            } else if entries.iter().all(|entry| entry.name.ends_with(".xml")) {
                return Ok(Contents::Submissions(raw_zip::submissions(entries)));
            } else {
                return not("the zip holds other files than .csv or .xml");
            }
        }
        _ if bytes.starts_with(b"\xd0\xcf\x11\xe0") => (Format::Xls, xls::tables(bytes)?),
        Some(b'{') => (Format::Json, json::tables(bytes)?),
        Some(b'<') => {
            return not(
                "it is a page (HTML or XML); a login page may have been saved in place of the data, and exports of \
                 the format html are not read",
            );
        }
        Some(_) => return not("its content is of no known format"),
    };
    check(&tables)?;
    Ok(Contents::Tables { format, tables })
}

/// Whether these are the tables of a form export.
fn check(tables: &[Table]) -> Result<(), Problem> {
    const CASE_TABLES: [&str; 6] = ["Case", "Cases", "Referral", "Referrals", "User", "Users"];
    if tables.is_empty() {
        return Err(Problem::NotAnExport("it holds no table".to_owned()));
    }
    if tables
        .iter()
        .all(|table| CASE_TABLES.contains(&table.name.as_str()))
    {
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        return Err(Problem::CaseExport(names.join(", ")));
    }
    match tables
        .iter()
        .find(|table| table.headers.first().map(String::as_str) != Some("id"))
    {
        Some(table) => Err(Problem::NotAnExport(format!(
            "the first column of table `{}` is not `id`",
            table.name
        ))),
        None => Ok(()),
    }
}
