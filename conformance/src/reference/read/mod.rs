//! The bytes of an answer become tables or submissions, or are found to be neither.
//!
//! - [`table`]: a table, and which is the main one
//! - [`csv`], [`json`], [`html`]: one format each; workbooks and archives are read by
//!   [`fakehq::from_export::read`]
//! - `slips`: what bugs make of tables that were read right

pub mod csv;
pub mod html;
pub mod json;
mod slips;
pub mod table;

use fakehq::{
    file_format::Format,
    from_export::read::{
        MOST_BYTES,
        archive::{self, Entry},
        xls, xlsx,
    },
};

use self::table::{CASES, Names, Table};
use super::{
    bug::{Bug, Bugs},
    failure::Failure,
};

/// What an answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// The tables of an export.
    Tables(Vec<Table>),
    /// The XML of submissions, by the names of their entries.
    Submissions(Vec<(String, Vec<u8>)>),
}

/// An answer to be read.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// Its body.
    pub bytes: &'a [u8],
    /// The format that was asked for.
    pub format: Format,
    /// The content type it came with; empty where there is none.
    pub content_type: &'a str,
    /// How its tables are called.
    pub names: Names,
    /// Whether short headers were asked for.
    pub short_headers: bool,
}

/// Reads an answer whole.
///
/// # Errors
/// It is not what its format wants, or is not all of it.
pub fn contents(answer: Answer<'_>, bugs: Bugs) -> Result<Contents, Failure> {
    let Answer {
        bytes,
        format,
        content_type,
        ..
    } = answer;
    if bugs.has(Bug::TypeComparedWhole)
        && !content_type.is_empty()
        && content_type != format.content_type()
    {
        return Err(Failure::unreadable(
            format,
            format!("its type is {content_type}"),
        ));
    }
    let mut tables = match format {
        Format::Csv => csv_zip(bytes, bugs)?,
        Format::Xlsx
            if bugs.has(Bug::TypeMeansXls) && content_type == Format::Xls.content_type() =>
        {
            from_workbook(xls::tables(bytes)?)
        }
        Format::Xlsx => from_workbook(xlsx::tables(bytes)?),
        Format::Xls => from_workbook(xls::tables(bytes)?),
        Format::Html => html::tables(bytes)?,
        Format::Json => json::tables(bytes, bugs)?,
        Format::Raw => return submissions(bytes, bugs).map(Contents::Submissions),
        Format::UnzippedCsv | Format::ZippedHtml => {
            return Err(Failure::unreadable(
                format,
                "this client does not read the format",
            ));
        }
    };
    for table in &mut tables {
        table.make_headers_distinct();
    }
    if bugs.has(Bug::MissingTableSilent) && answer.names == Names::Cases {
        let is_there = tables.iter().any(|table| table.name == CASES[0]);
        return Ok(Contents::Tables(if is_there { tables } else { Vec::new() }));
    }
    answer.names.main(&tables, bugs)?;
    slips::make(&mut tables, answer, bugs)?;
    Ok(Contents::Tables(tables))
}

/// The format of a file whose name and type say nothing.
#[must_use]
pub fn guessed_format(bytes: &[u8]) -> Format {
    let start = bytes.trim_ascii_start();
    let Ok(entries) = archive::entries(bytes, MOST_BYTES) else {
        return match start.first() {
            Some(b'{') => Format::Json,
            Some(b'<') => Format::Html,
            _ if bytes.starts_with(b"\xd0\xcf\x11\xe0") => Format::Xls,
            _ => Format::Csv,
        };
    };
    if archive::is_workbook(&entries) {
        Format::Xlsx
    } else if entries.iter().any(|entry| entry.name.ends_with(".csv")) {
        Format::Csv
    } else {
        Format::Raw
    }
}

/// The tables that can be read of a csv zip that broke off. Only a bug asks for them.
#[must_use]
pub fn what_can_be_read(bytes: &[u8]) -> Vec<Table> {
    let entries = slips::unchecked_entries(bytes);
    let tables = entries
        .iter()
        .map(|entry| csv::table(entry, Bugs(Some(Bug::SplitOnNewline))));
    tables.filter_map(Result::ok).collect()
}

fn from_workbook(tables: Vec<fakehq::from_export::table::Table>) -> Vec<Table> {
    tables.into_iter().map(Table::from).collect()
}

fn entries(bytes: &[u8], bugs: Bugs) -> Result<Vec<Entry>, Failure> {
    if bugs.has(Bug::ChecksumUnchecked) {
        return Ok(slips::unchecked_entries(bytes));
    }
    Ok(archive::entries(bytes, MOST_BYTES)?)
}

fn csv_zip(bytes: &[u8], bugs: Bugs) -> Result<Vec<Table>, Failure> {
    let mut entries = entries(bytes, bugs)?;
    entries.retain(|entry| entry.name.ends_with(".csv"));
    if entries.is_empty() {
        return Err(Failure::unreadable(
            Format::Csv,
            "there is no csv in the zip",
        ));
    }
    if bugs.has(Bug::FirstEntryOnly) {
        entries.truncate(1);
    }
    entries
        .iter()
        .map(|entry| csv::table(entry, bugs))
        .collect()
}

fn submissions(bytes: &[u8], bugs: Bugs) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut found = Vec::new();
    for entry in entries(bytes, bugs)? {
        if !entry.content.trim_ascii_start().starts_with(b"<") {
            let problem = format!("{} in the zip is no XML", entry.name);
            return Err(Failure::unreadable(Format::Raw, problem));
        }
        found.push((entry.name, entry.content));
    }
    if bugs.has(Bug::EmptyZipFatal) && found.is_empty() {
        return Err(Failure::unreadable(
            Format::Raw,
            "there is nothing in the zip",
        ));
    }
    Ok(found)
}
