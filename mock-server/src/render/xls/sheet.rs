//! The stream of one sheet.

use super::record::{kind, push_record};

/// The record of a cell: type, length, row, column, format, shared string. Format 15 is the first
/// that is not a style.
const CELL: [u8; 14] = {
    let [low, high] = kind::LABEL.to_le_bytes();
    [low, high, 10, 0, 0, 0, 0, 0, 15, 0, 0, 0, 0, 0]
};

/// A sheet in the making: cells come row by row.
pub(super) struct Sheet {
    out: Vec<u8>,
    rows: u32,
    columns: u16,
}

/// Where the data of the dimensions stand: behind the first record and another head.
const DIMENSIONS_AT: usize = 4 + BEGIN.len() + 4;

/// Version 8, a sheet, made and readable by Excel 97.
const BEGIN: [u8; 16] = [
    0x00, 0x06, 0x10, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0x41, 0, 0, 0, 6, 0, 0, 0,
];

impl Sheet {
    pub(super) fn new() -> Self {
        let mut out = Vec::new();
        push_record(&mut out, kind::BOF, &BEGIN);
        push_record(&mut out, kind::DIMENSIONS, &[0; 14]);
        Self {
            out,
            rows: 0,
            columns: 0,
        }
    }

    /// Adds a cell that shows shared string `string`. Rows and columns only ever go up.
    pub(super) fn label(&mut self, row: u16, column: u16, string: u32) {
        self.rows = u32::from(row) + 1;
        // Column 255 is the last one, so this cannot overflow.
        self.columns = self.columns.max(column.saturating_add(1));
        // There is one of these for every cell: the record is put together first and copied once.
        let mut record = CELL;
        record[4..6].copy_from_slice(&row.to_le_bytes());
        record[6..8].copy_from_slice(&column.to_le_bytes());
        record[10..14].copy_from_slice(&string.to_le_bytes());
        self.out.extend_from_slice(&record);
    }

    /// The finished stream; `first` is whether it is the sheet shown when the file is opened.
    pub(super) fn finish(mut self, first: bool) -> Vec<u8> {
        let rows = self.rows.to_le_bytes();
        let columns = self.columns.to_le_bytes();
        self.out[DIMENSIONS_AT + 4..DIMENSIONS_AT + 8].copy_from_slice(&rows);
        self.out[DIMENSIONS_AT + 10..DIMENSIONS_AT + 12].copy_from_slice(&columns);
        // Grid, headers and zeros shown; selected and in front if it is the first.
        let mut window = [0; 18];
        window[..2].copy_from_slice(&[0xB6, if first { 0x06 } else { 0x00 }]);
        window[6] = 64;
        push_record(&mut self.out, kind::WINDOW2, &window);
        push_record(&mut self.out, kind::EOF, &[]);
        self.out
    }
}
