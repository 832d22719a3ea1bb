//! What a workbook costs at the least: ready cells handed straight to the library that writes xlsx.

use fakehq::{
    render::cell_text::{NullAs, text_of},
    tables::table::Tables,
};
use rust_xlsxwriter::Workbook;

/// The cells of all tables as texts, headers first: what a workbook is made of.
pub(crate) fn ready_cells(tables: &dyn Tables) -> Vec<Vec<Vec<String>>> {
    let mut scratch = String::new();
    (0..tables.count())
        .map(|table| {
            let mut rows = vec![tables.headers(table).to_vec()];
            tables
                .rows(table, &mut |row| {
                    let texts = row
                        .iter()
                        .map(|cell| text_of(*cell, NullAs::Empty, &mut scratch).to_owned());
                    rows.push(texts.collect());
                    Ok(())
                })
                .unwrap();
            rows
        })
        .collect()
}

/// Ready cells handed straight to the library that writes xlsx.
pub(crate) fn workbook(names: &[String], tables: &[Vec<Vec<String>>]) -> Vec<u8> {
    let mut book = Workbook::new();
    book.set_zip_compression_level(3);
    for (name, rows) in names.iter().zip(tables) {
        let mut sheet = book.new_worksheet_with_low_memory().unwrap();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().unwrap()
}
