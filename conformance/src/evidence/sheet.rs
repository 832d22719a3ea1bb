//! Workbooks of the xlsx format, sheet by sheet.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::{
    archive::{Entry, Refused},
    container::{Cell, Record},
    table::Table,
};

/// Whether an archive is a workbook.
pub(super) fn is_workbook(entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| entry.name == "xl/workbook.xml")
}

/// The sheets of a workbook. `bytes` must be known to inflate within bounds.
///
/// Cells are taken as they come: a dense range could be as large as the sheet claims to be.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, Refused> {
    // calamine panics on some sheets: on a row number that overflows, in a build that checks.
    let gave_up = |_| {
        Err(Refused::Damaged(
            "the workbook: its reader gave up".to_owned(),
        ))
    };
    std::panic::catch_unwind(|| tables(bytes)).unwrap_or_else(gave_up)
}

fn tables(bytes: &[u8]) -> Result<Vec<Table>, Refused> {
    let refuse = |error: calamine::XlsxError| Refused::Damaged(format!("the workbook: {error}"));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refuse)?;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(refuse)?;
        let mut table = Table::default().named(name.as_str());
        let mut row = None;
        while let Some(cell) = cells.next_cell().map_err(refuse)? {
            let (at, column) = cell.get_position();
            if row != Some(at) {
                row = Some(at);
                table.records.push(Record::default());
            }
            let value = text(cell.get_value());
            if let (Some(value), Some(record)) = (value, table.records.last_mut()) {
                let column = column as usize;
                record.cells.push(Cell { column, value });
            }
        }
        table.records.retain(|record| !record.cells.is_empty());
        table.columns = names(table.records.first());
        tables.push(table);
    }
    Ok(tables)
}

/// The first row's values at their places, which may have gaps.
fn names(first: Option<&Record>) -> Vec<String> {
    let mut names = Vec::new();
    for cell in first
        .map(|record| record.cells.as_slice())
        .unwrap_or_default()
    {
        // A sheet has 16,384 columns at most; a place beyond is not believed.
        if cell.column < 16_384 {
            if names.len() <= cell.column {
                names.resize(cell.column + 1, String::new());
            }
            names[cell.column].clone_from(&cell.value);
        }
    }
    names
}

fn text(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(at) if at.is_duration() => at.as_f64().to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::archive::entries;
    use proptest::prelude::*;
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// The smallest workbook: one sheet named `#`.
    fn workbook(sheet: &str) -> Vec<u8> {
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        let parts = [
            (
                "_rels/.rels",
                format!(
                    "<Relationships {package}><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" \
                     Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook {main} xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"#\" sheetId=\"1\" \
                     r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships {package}><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" \
                     Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>"),
            ),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer
                .start_file(name, SimpleFileOptions::default())
                .expect("a new name");
            writer.write_all(content.as_bytes()).expect("memory");
        }
        writer.finish().expect("memory").into_inner()
    }

    fn cell(place: &str, text: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    #[test]
    fn a_sheet_is_a_table() {
        let bytes = workbook(&format!(
            "<row r=\"1\">{}{}</row><row r=\"3\"><c r=\"A3\"><v>1.5</v></c><c r=\"C3\" t=\"b\"><v>1</v></c></row>",
            cell("A1", "id"),
            cell("C1", "name"),
        ));
        assert!(is_workbook(&entries(&bytes).expect("a zip")));
        let tables = read(&bytes).expect("a workbook");
        let [table] = &tables[..] else {
            panic!("{tables:?}")
        };
        assert_eq!(table.name.as_deref(), Some("#"));
        assert_eq!(table.columns, ["id", "", "name"]);
        let cells: Vec<Vec<(usize, &str)>> = table
            .records
            .iter()
            .map(|record| {
                record
                    .cells
                    .iter()
                    .map(|cell| (cell.column, &*cell.value))
                    .collect()
            })
            .collect();
        assert_eq!(cells, [[(0, "id"), (2, "name")], [(0, "1.5"), (2, "true")]]);
    }

    #[test]
    fn cells_in_far_corners_cost_nothing() {
        let far = workbook(&format!(
            "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
            cell("A1", "a"),
            cell("XFD1048576", "z")
        ));
        assert_eq!(read(&far).expect("a workbook")[0].records.len(), 2);
    }

    #[test]
    fn a_row_number_beyond_all_numbers_does_no_harm() {
        let _ = read(&workbook("<row r=\"4295000000\">"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn damaged_sheets_never_panic(sheet in "(<row r=\"[0-9]{0,12}\">|<c r=\"[A-Z]{0,9}[0-9]{0,12}\" t=\"[a-z]{0,3}\">|<v>[0-9.eE-]{0,9}</v>|</c>|</row>|<|>)*") {
            let _ = read(&workbook(&sheet));
        }
    }
}
