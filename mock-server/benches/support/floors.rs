//! What an export could cost at the least.

use std::{
    hint::black_box,
    io::{Cursor, Write},
};

use fakehq::{render::csv, tables::table::Tables};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The csv of all tables, one behind the other.
pub(crate) fn csv_text(tables: &dyn Tables) -> Vec<u8> {
    let mut out = Vec::new();
    for table in 0..tables.count() {
        csv::write_headers(&mut out, tables.headers(table));
        tables
            .rows(table, &mut |row| csv::write_row(&mut out, row))
            .unwrap();
    }
    out
}

/// Ready bytes as the one entry of an archive.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("all", options).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Ready bytes through a buffer of 64 KiB: a copy of memory to memory.
pub(crate) fn copied(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut buffer = Vec::with_capacity(64 * 1024);
    for block in bytes.chunks(64 * 1024) {
        buffer.clear();
        buffer.extend_from_slice(block);
        out.extend_from_slice(&buffer);
    }
    out
}

/// Ready bytes cut behind every `end`: about one piece for each cell.
pub(crate) fn pieces<'a>(text: &'a str, end: &str) -> Vec<&'a str> {
    text.split_inclusive(end).collect()
}

/// Ready pieces through one buffer that grows: what remains if a cell costs nothing but its bytes.
pub(crate) fn joined(pieces: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in pieces {
        out.extend_from_slice(piece.as_bytes());
    }
    out
}

/// How many cells a walk over all rows hands over.
pub(crate) fn cells(tables: &dyn Tables) -> usize {
    let mut cells = 0;
    for table in 0..tables.count() {
        tables
            .rows(table, &mut |row| {
                cells += black_box(row).len();
                Ok(())
            })
            .unwrap();
    }
    cells
}
