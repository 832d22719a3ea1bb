//! Workbooks of the format xls.
//!
//! The reader makes a dense sheet of whatever places its cells name; so the records are walked
//! first, and a file whose sheets would be too large is refused.

use std::{
    io::{Cursor, Read as _},
    panic::catch_unwind,
};

use calamine::{Data, Reader as _, Xls};

use super::{MOST_BYTES, Problem, xlsx::table};
use crate::from_export::table::Table;

/// As many cells as the sheets may have together, empty ones included: about 256 MB.
const MOST_CELLS: u64 = 8 << 20;

/// The sheets.
///
/// # Errors
/// When the workbook is damaged or its sheets are too large.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    let gave_up = |_| Err(Problem::damaged("the workbook", "its reader gave up"));
    catch_unwind(|| {
        if cells(&stream(bytes)?) > MOST_CELLS {
            return Err(Problem::TooLarge);
        }
        sheets(bytes)
    })
    .unwrap_or_else(gave_up)
}

fn sheets(bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    let broken = |error: calamine::XlsError| Problem::damaged("the workbook", error);
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let sheet = workbook.worksheet_range(&name).map_err(broken)?;
        let rows = sheet.rows().map(|row| row.iter().map(text).collect());
        tables.push(table(name, rows.collect())?);
    }
    Ok(tables)
}

/// A cell as text. Exports hold texts; numbers come from workbooks that were saved once more.
pub(super) fn text(value: &Data) -> String {
    match value {
        Data::Bool(true) => "True".to_owned(),
        Data::Bool(false) => "False".to_owned(),
        other => other.to_string(),
    }
}

/// The stream of records within the container.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let broken = |error| Problem::damaged("the workbook", error);
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| container.is_stream(name))
        .ok_or_else(|| Problem::NotAnExport("it is an Office file, but no workbook".to_owned()))?;
    let mut records = Vec::new();
    container
        .open_stream(name)
        .map_err(broken)?
        .take(MOST_BYTES)
        .read_to_end(&mut records)
        .map_err(broken)?;
    Ok(records)
}

/// The cells of all sheets as the reader would hold them, at most.
fn cells(stream: &[u8]) -> u64 {
    const BOUND_SHEET: u16 = 0x0085;
    const DIMENSIONS: u16 = 0x0200;
    const BEGIN: u16 = 0x0809;
    /// Records of cells; each begins with row and column.
    const CELLS: [u16; 9] = [
        0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e,
    ];
    let number = |data: &[u8], at: usize, bytes: usize| {
        let field = data.get(at..at + bytes).unwrap_or_default();
        field
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let mut rest = stream;
    let (mut sheets, mut largest) = (0_u64, 0_u64);
    let (mut rows, mut columns) = (0_u64, 0_u64);
    while rest.len() >= 4 {
        let kind = u16::from_le_bytes([rest[0], rest[1]]);
        let length = usize::from(u16::from_le_bytes([rest[2], rest[3]]));
        let Some(data) = rest.get(4..4 + length) else {
            break;
        };
        match kind {
            BEGIN => (rows, columns) = (0, 0),
            BOUND_SHEET => sheets += 1,
            DIMENSIONS => {
                let said = number(data, 4, 4).saturating_mul(number(data, 10, 2));
                largest = largest.max(said);
            }
            kind if CELLS.contains(&kind) => {
                rows = rows.max(number(data, 0, 2) + 1);
                // A record of several cells ends with the column of its last.
                let last = number(data, data.len().saturating_sub(2), 2);
                let several = matches!(kind, 0x00bd | 0x00be);
                columns = columns.max(number(data, 2, 2) + 1);
                if several {
                    columns = columns.max(last + 1);
                }
            }
            _ => {}
        }
        largest = largest.max(rows * columns);
        rest = &rest[4 + length..];
    }
    // Any of the names may point to the largest sheet.
    sheets.max(1).saturating_mul(largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn two_corners_make_a_whole_sheet() {
        let corners = [
            record(0x0085, &[0; 8]),
            record(0x0809, &[]),
            record(0x0203, &[0; 14]),
            record(0x0203, &[255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ];
        assert_eq!(cells(&corners.concat()), 65_536 * 256);
        let small = [record(0x0085, &[0; 8]), record(0x0203, &[1, 0, 2, 0])];
        assert_eq!(cells(&small.concat()), 2 * 3);
    }

    #[test]
    fn what_a_sheet_claims_counts_too_and_so_do_several_names_for_it() {
        let claims = record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 1, 0, 0]);
        let names = record(0x0085, &[0; 8]).repeat(3);
        assert_eq!(cells(&[names, claims].concat()), 3 * 256 * 0xffff_ffff);
        assert_eq!(cells(&[1, 2, 3]), 0);
    }
}
