//! The xlsx format: one workbook, a sheet for each table (facts E.5).
//!
//! Sheets are written row after row through a temporary file, so that memory follows the result and
//! not the number of cells; texts stand in the shared strings, as the original wrote them. An empty
//! text has no cell at all: the library does not write it, and readers see no difference.

use std::{
    env::temp_dir,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Formula, Workbook, Worksheet, XlsxError};

use super::{
    RenderError,
    cell_text::{NullAs, text_of},
    rows::each_row,
    sheet_limits::{SheetLimits, longer_than},
    wanted::AskingWriter,
    xlsx_text::cleaned,
};
use crate::tables::table::{Cell, Tables};

const LIMITS: SheetLimits = SheetLimits {
    format: "xlsx",
    columns: 16_384,
    rows: 1_048_576,
    units: 32_767,
};

/// 6 % more bytes than the default level, at twice the speed.
const LEVEL: u8 = 3;

/// How many cells are held in memory when there is no folder for temporary files: about 500 MB.
const CELLS_WITHOUT_FOLDER: usize = 2_000_000;

/// The longest formula a cell may hold; a longer text stays text.
const FORMULA_UNITS: usize = 8_192;

/// Whole numbers up to here are exact as the floating point numbers a workbook holds.
const EXACT: u64 = 1 << 53;

/// What kind of cells a workbook has (quirk `xlsx-cells`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum XlsxCells {
    /// Every cell is text, whatever it begins with.
    #[default]
    Text,
    /// Every cell is text, but one that begins with `=` is a formula without a result.
    Formulas,
    /// Numbers and truth values made by the server are such; texts stay text.
    Typed,
}

/// How a workbook is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XlsxOptions {
    /// What kind of cells there are.
    pub cells: XlsxCells,
    /// How a cell without any value is printed.
    pub null: NullAs,
    /// Folder for temporary files; that of the system if not given. Where none can be written,
    /// the workbook is made in memory, up to two million cells.
    pub temp_folder: Option<PathBuf>,
}

/// Renders tables as one workbook; `names` are the final sheet names, one for each table.
///
/// Control characters other than tab and line feed, U+FFFE and U+FFFF become `?`.
///
/// # Errors
/// When the names are no sheet names or not distinct ignoring case, when a table has too many rows
/// or columns or a cell is too long, or when temporary files are needed and cannot be written.
pub fn render(
    tables: &dyn Tables,
    names: &[String],
    options: &XlsxOptions,
) -> Result<Vec<u8>, RenderError> {
    LIMITS.check_names(names, tables.count())?;
    let spared = catch_unwind(AssertUnwindSafe(|| {
        write(tables, names, options, Folder::Usable)
    }));
    // The library panics where a temporary file cannot grow, as on a full disk: do without then. A
    // panic that has another reason comes again, and is not caught.
    spared.unwrap_or_else(|_| {
        let folder = options.temp_folder.clone().unwrap_or_else(temp_dir);
        let why = io::Error::new(io::ErrorKind::StorageFull, "a file could not grow");
        write(tables, names, options, Folder::Refused(folder, why))
    })
}

fn write(
    tables: &dyn Tables,
    names: &[String],
    options: &XlsxOptions,
    mut folder: Folder,
) -> Result<Vec<u8>, RenderError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(LEVEL);
    // A fixed date: the same tables give the same bytes.
    let made = ExcelDateTime::from_ymd(2014, 1, 1).map_err(library)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));

    if let (Folder::Usable, Some(path)) = (&folder, &options.temp_folder) {
        folder = usable(workbook.set_tempdir(path).map(|_| ()))?;
    }
    let mut in_memory = 0;
    for (table, name) in names.iter().enumerate() {
        let mut sheet = new_sheet(&mut workbook, &mut folder)?;
        sheet.set_name(name.as_str()).map_err(library)?;
        sheet.set_formula_result_default("");
        let mut writer = SheetWriter {
            sheet: &mut sheet,
            table: tables.name(table),
            cells: options.cells,
            null: options.null,
            scratch: String::new(),
        };
        writer.headers(tables.headers(table))?;
        let mut row_index = 0;
        each_row(tables, table, |row| {
            row_index += 1;
            if let Folder::Refused(path, why) = &folder {
                in_memory += row.len();
                if in_memory > CELLS_WITHOUT_FOLDER {
                    return Err(too_big_for_memory(path, why));
                }
            }
            writer.row(row_index, row)
        })?;
        workbook.push_worksheet(sheet);
    }
    let mut saved = AskingWriter(Vec::new());
    workbook.save_to_writer(&mut saved).map_err(library)?;
    Ok(saved.0)
}

/// Whether temporary files can be made.
enum Folder {
    Usable,
    Refused(PathBuf, io::Error),
}

/// A sheet that goes through a temporary file, or one in memory from the first refusal on.
fn new_sheet(workbook: &mut Workbook, folder: &mut Folder) -> Result<Worksheet, RenderError> {
    if let Folder::Usable = folder {
        match workbook.new_worksheet_with_low_memory() {
            Ok(sheet) => return Ok(sheet),
            Err(error) => *folder = usable(Err(error))?,
        }
    }
    Ok(Worksheet::new())
}

/// Sorts the one error that only means "do without a folder" from all others.
fn usable(tried: Result<(), XlsxError>) -> Result<Folder, RenderError> {
    match tried {
        Ok(()) => Ok(Folder::Usable),
        Err(XlsxError::TempFileError(path, why)) => Ok(Folder::Refused(path, why)),
        Err(other) => Err(library(other)),
    }
}

fn too_big_for_memory(path: &Path, why: &io::Error) -> RenderError {
    RenderError::Io(io::Error::new(
        why.kind(),
        format!(
            "a workbook of more than {CELLS_WITHOUT_FOLDER} cells needs a folder for temporary \
             files, and {} cannot be written: {why}; set TMPDIR to one that can",
            path.display()
        ),
    ))
}

/// Fills one sheet from top to bottom. The library drops cells of earlier rows without an error, so
/// rows are only ever counted upwards.
struct SheetWriter<'a> {
    sheet: &'a mut Worksheet,
    table: &'a str,
    cells: XlsxCells,
    null: NullAs,
    scratch: String,
}

impl SheetWriter<'_> {
    fn headers(&mut self, headers: &[String]) -> Result<(), RenderError> {
        LIMITS.check_row(self.table, 0, headers.len())?;
        for (column, header) in headers.iter().enumerate() {
            write_text(self.sheet, self.table, self.cells, 0, column, header)?;
        }
        Ok(())
    }

    fn row(&mut self, row: usize, cells: &[Cell<'_>]) -> Result<(), RenderError> {
        LIMITS.check_row(self.table, row, cells.len())?;
        for (column, cell) in cells.iter().enumerate() {
            if self.cells == XlsxCells::Typed && self.typed(row, column, *cell)? {
                continue;
            }
            let text = text_of(*cell, self.null, &mut self.scratch);
            write_text(self.sheet, self.table, self.cells, row, column, text)?;
        }
        Ok(())
    }

    /// Writes a number or truth value as such; `false` if the cell is neither.
    fn typed(&mut self, row: usize, column: usize, cell: Cell<'_>) -> Result<bool, RenderError> {
        match cell {
            Cell::Int(number) if number.unsigned_abs() <= EXACT => {
                let (row, column) = place(row, column)?;
                #[expect(clippy::cast_precision_loss, reason = "exact in this range")]
                let number = number as f64;
                self.sheet
                    .write_number(row, column, number)
                    .map_err(library)?;
            }
            Cell::Bool(truth) => {
                let (row, column) = place(row, column)?;
                self.sheet
                    .write_boolean(row, column, truth)
                    .map_err(library)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn write_text(
    sheet: &mut Worksheet,
    table: &str,
    cells: XlsxCells,
    row: usize,
    column: usize,
    text: &str,
) -> Result<(), RenderError> {
    if text.is_empty() {
        return Ok(());
    }
    if longer_than(text, LIMITS.units) {
        return Err(LIMITS.too_long(table, row, column, text));
    }
    let at = place(row, column)?;
    let text = cleaned(text);
    let formula = cells == XlsxCells::Formulas
        && text.len() > 1
        && text.starts_with('=')
        && !longer_than(&text, FORMULA_UNITS);
    if formula {
        // The library takes one closing brace away, that of an array formula: give it one.
        sheet.write_formula(at.0, at.1, Formula::new(format!("{text}}}")))
    } else {
        sheet.write_string(at.0, at.1, text)
    }
    .map_err(library)?;
    Ok(())
}

/// Row and column in the library's types; the limits were checked before.
fn place(row: usize, column: usize) -> Result<(u32, u16), RenderError> {
    match (u32::try_from(row), u16::try_from(column)) {
        (Ok(row), Ok(column)) => Ok((row, column)),
        _ => Err(library(XlsxError::RowColumnLimitError)),
    }
}

fn library(error: XlsxError) -> RenderError {
    match error {
        XlsxError::IoError(error) => RenderError::Io(error),
        XlsxError::ZipError(error) => RenderError::Io(io::Error::other(error)),
        XlsxError::TempFileError(path, error) => RenderError::Io(io::Error::new(
            error.kind(),
            format!("temporary file in {}: {error}", path.display()),
        )),
        other => RenderError::DoesNotFit(format!("the xlsx workbook cannot be written: {other}")),
    }
}
