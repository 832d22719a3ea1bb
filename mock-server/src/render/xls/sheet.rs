//! The stream of one sheet.

use super::record::{kind, push_record};

/// The cell format that all cells have: the first one that is not a style.
const CELL_FORMAT: u16 = 15;

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
        let [r0, r1] = row.to_le_bytes();
        let [c0, c1] = column.to_le_bytes();
        let [f0, f1] = CELL_FORMAT.to_le_bytes();
        let [s0, s1, s2, s3] = string.to_le_bytes();
        let data = [r0, r1, c0, c1, f0, f1, s0, s1, s2, s3];
        push_record(&mut self.out, kind::LABEL, &data);
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
