//! Workbooks of the old format (xls). Their reader was written for files one trusts, so that only a
//! process of its own opens them: see [`reader_process`](super::reader_process).

use calamine::{Data, Reader, Xls};

use super::{archive::Refused, table::Table};

/// The first bytes of the container these workbooks are in.
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The sheets of a workbook.
///
/// # Errors
/// When it is no workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, Refused> {
    let damaged = |error: calamine::XlsError| Refused::Damaged(format!("the workbook: {error}"));
    let mut workbook: Xls<_> = Xls::new(std::io::Cursor::new(bytes)).map_err(damaged)?;
    let sheets = workbook.worksheets().into_iter();
    Ok(sheets
        .map(|(name, range)| {
            let rows = range.rows().map(|row| row.iter().map(text).collect());
            Table::from_rows(rows.collect()).named(name)
        })
        .collect())
}

fn text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
