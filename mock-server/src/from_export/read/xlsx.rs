//! Workbooks of the format xlsx, cell by cell: a dense range could be as large as a sheet claims.

use std::{io::Cursor, panic::catch_unwind};

use calamine::{Data, DataRef, Reader as _, Xlsx};

use super::{Problem, xls::text};
use crate::from_export::table::{Cell, Table};

/// Columns of a sheet; a place beyond is not believed.
const MOST_COLUMNS: u32 = 16_384;

/// As many cells as the sheets may have together, empty ones included: about 400 MB.
const MOST_CELLS: usize = 16 << 20;

/// The sheets. `bytes` must be known to unpack within bounds.
///
/// # Errors
/// When the workbook is damaged.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    // calamine panics on some sheets: on a row number that overflows, in a build that checks.
    catch_unwind(|| sheets(bytes))
        .unwrap_or_else(|_| Err(Problem::damaged("the workbook", "its reader gave up")))
}

fn sheets(bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    let broken = |error: calamine::XlsxError| Problem::damaged("the workbook", error);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = MOST_CELLS;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut current = None;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            if column >= MOST_COLUMNS {
                return Err(Problem::damaged(
                    format!("sheet `{name}`"),
                    "a cell lies outside of the sheet",
                ));
            }
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => (*text).to_owned(),
                value => text(&Data::from(value.clone())),
            };
            if current != Some(row) {
                current = Some(row);
                rows.push(Vec::new());
            }
            if let Some(cells) = rows.last_mut() {
                let column = column as usize;
                if cells.len() <= column {
                    left = left
                        .checked_sub(column + 1 - cells.len())
                        .ok_or(Problem::TooLarge)?;
                    cells.resize(column + 1, String::new());
                }
                cells[column] = text;
            }
        }
        tables.push(table(name, rows)?);
    }
    Ok(tables)
}

/// A sheet as a table. Workbooks hold no empty cells: rows that end early end in such, and so does a
/// header row that ends with its ids, for a table has a column of its own.
pub(super) fn table(name: String, rows: Vec<Vec<String>>) -> Result<Table, Problem> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if columns.saturating_mul(rows.len()) > MOST_CELLS {
        return Err(Problem::TooLarge);
    }
    let mut rows = rows.into_iter().map(|mut row| {
        row.resize(columns, String::new());
        row
    });
    let mut headers = rows.next().unwrap_or_default();
    let only_ids = headers.iter().skip(1).enumerate();
    let mut only_ids = only_ids.map(|(level, header)| *header == format!("id__{level}"));
    if !headers.is_empty() && only_ids.all(|is_id| is_id) {
        headers.push(String::new());
    }
    let columns = headers.len();
    let cells = |mut row: Vec<String>| {
        row.resize(columns, String::new());
        row.into_iter().map(Cell::from).collect()
    };
    let rows = rows.map(cells).collect();
    Ok(Table {
        name,
        headers,
        rows,
    })
}
