//! From tables to the bytes of an xls file.

use super::{
    container::wrap,
    globals::globals,
    shared_strings::{SharedStrings, TooMany},
    sheet::Sheet,
};
use crate::{
    render::{
        RenderError,
        cell_text::{NullAs, text_of},
        rows::each_row,
        sheet_limits::{SheetLimits, longer_than},
    },
    tables::table::Tables,
};

const LIMITS: SheetLimits = SheetLimits {
    format: "xls",
    columns: 256,
    rows: 65_536,
    units: 32_767,
};

/// Renders tables as one workbook; `names` are the final sheet names, one for each table.
///
/// Every cell is a text, kept as it is (facts E.5); an empty text has no cell.
///
/// # Errors
/// When the names are no sheet names or not distinct ignoring case, or when a table has more than
/// 256 columns or 65,535 rows under its headers, or a cell more than 32,767 UTF-16 units.
pub fn render(tables: &dyn Tables, names: &[String], null: NullAs) -> Result<Vec<u8>, RenderError> {
    LIMITS.check_names(names, tables.count())?;
    let mut strings = SharedStrings::default();
    let mut sheets = Vec::with_capacity(names.len());
    let mut scratch = String::new();
    for table in 0..names.len() {
        let name = tables.name(table);
        let mut sheet = Sheet::new();
        let headers = tables.headers(table);
        LIMITS.check_row(name, 0, headers.len())?;
        for (column, header) in headers.iter().enumerate() {
            label(&mut sheet, &mut strings, name, (0, column), header)?;
        }
        let mut row_index = 0;
        each_row(tables, table, |row| {
            row_index += 1;
            LIMITS.check_row(name, row_index, row.len())?;
            for (column, cell) in row.iter().enumerate() {
                let text = text_of(*cell, null, &mut scratch);
                label(&mut sheet, &mut strings, name, (row_index, column), text)?;
            }
            Ok(())
        })?;
        sheets.push(sheet.finish(table == 0));
    }
    let listed: Vec<(&str, usize)> = names
        .iter()
        .map(String::as_str)
        .zip(sheets.iter().map(Vec::len))
        .collect();
    let head = globals(&listed, &strings)?;
    drop(strings);
    sheets.insert(0, head);
    Ok(wrap(sheets)?)
}

/// Adds a cell.
fn label(
    sheet: &mut Sheet,
    strings: &mut SharedStrings,
    table: &str,
    (row, column): (usize, usize),
    text: &str,
) -> Result<(), RenderError> {
    if text.is_empty() {
        return Ok(());
    }
    let string = strings.index(text, || {
        if longer_than(text, LIMITS.units) {
            return Err(LIMITS.too_long(table, row, column, text));
        }
        Ok(())
    })?;
    let place = |index: usize| {
        u16::try_from(index).map_err(|_| {
            RenderError::DoesNotFit(format!("table `{table}` is larger than an xls sheet"))
        })
    };
    sheet.label(place(row)?, place(column)?, string);
    Ok(())
}

impl From<TooMany> for RenderError {
    fn from(error: TooMany) -> Self {
        Self::DoesNotFit(error.to_string())
    }
}
