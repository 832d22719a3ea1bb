//! What each format costs, against what it could cost at the least.
//!
//! ```text
//! cargo bench -p fakehq --bench render
//! ```
//!
//! The tables are an export as it is in the field: 5,000 forms of 20 questions with two repeats each.
//! Every format stands beside its floor, measured in the same run: xlsx beside the same cells handed
//! straight to the library, html beside its texts and tags copied into one buffer; xls reports cells
//! per second.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{hint::black_box, io};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fakehq::{
    render::{cell_text::NullAs, html, xls, xlsx},
    tables::table::{Cell, Tables},
};
use rust_xlsxwriter::Workbook;

const FORMS: usize = 5_000;

struct Table {
    name: String,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Texts only, so that what is measured is the writing.
struct Export(Vec<Table>);

impl Tables for Export {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn name(&self, table: usize) -> &str {
        &self.0[table].name
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.0[table].headers
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut cells = Vec::new();
        for row in &self.0[table].rows {
            cells.clear();
            cells.extend(row.iter().map(|text| Cell::Text(text)));
            each(&cells)?;
        }
        Ok(())
    }
}

impl Export {
    fn cells(&self) -> u64 {
        let cells = |table: &Table| table.headers.len() * (table.rows.len() + 1);
        self.0.iter().map(cells).sum::<usize>() as u64
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|table| table.name.clone()).collect()
    }
}

/// A text as a question has it: an id, a choice, a date, a name, a remark, nothing.
fn text(seed: usize) -> String {
    let hash = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    match hash >> 61 {
        0 => format!("{hash:016x}{:016x}", hash.rotate_left(29)),
        1 => ["yes", "no", "dont_know"][seed % 3].to_owned(),
        2 => format!(
            "2014-{:02}-{:02}T09:{:02}:00.000Z",
            seed % 12 + 1,
            seed % 28 + 1,
            seed % 60
        ),
        3 => format!("Amina O'Neil {}", seed % 900),
        4 => format!("Kano, North & West; visit no. {seed}, all is well"),
        5 => "---".to_owned(),
        6 => format!("{}", seed % 120),
        _ => String::new(),
    }
}

fn table(name: &str, columns: usize, rows: usize) -> Table {
    Table {
        name: name.to_owned(),
        headers: (0..columns)
            .map(|column| format!("form|group|question_{column}"))
            .collect(),
        rows: (0..rows)
            .map(|row| {
                (0..columns)
                    .map(|column| text(row * columns + column + name.len()))
                    .collect()
            })
            .collect(),
    }
}

fn export() -> Export {
    Export(vec![
        table("#", 45, FORMS),
        table("#|#export_tag|#", 4, 2 * FORMS),
        table("#|form|child|#", 8, 2 * FORMS),
    ])
}

/// The cells of an export, straight to the library.
fn library(export: &Export) -> Vec<u8> {
    let mut book = Workbook::new();
    book.set_zip_compression_level(3);
    for table in &export.0 {
        let mut sheet = book.new_worksheet_with_low_memory().unwrap();
        sheet.set_name(&table.name).unwrap();
        for (row, cells) in (0..).zip(std::iter::once(&table.headers).chain(&table.rows)) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().unwrap()
}

/// The bytes of a page in pieces, one for each text or tag, copied into one buffer that grows.
fn copied(pieces: &[&str]) -> String {
    let mut page = String::new();
    for piece in pieces {
        page.push_str(piece);
    }
    page
}

/// Cuts a page behind every `>` and before every `<`.
fn pieces(page: &str) -> Vec<&str> {
    page.split_inclusive('>')
        .flat_map(|piece| {
            let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
            [text, tag]
        })
        .collect()
}

fn formats(c: &mut Criterion) {
    let export = export();
    let names = export.names();
    let mut group = c.benchmark_group("render");
    group.sample_size(10);
    group.throughput(Throughput::Elements(export.cells()));

    group.bench_function("xlsx", |b| {
        b.iter(|| xlsx::render(black_box(&export), &names, &xlsx::XlsxOptions::default()).unwrap());
    });
    group.bench_function("xlsx-floor", |b| b.iter(|| library(black_box(&export))));
    group.bench_function("xls", |b| {
        b.iter(|| xls::render(black_box(&export), &names, NullAs::Empty).unwrap());
    });
    let options = html::HtmlOptions::default();
    group.bench_function("html", |b| {
        b.iter(|| html::render(black_box(&export), &options).unwrap());
    });
    let page = String::from_utf8(html::render(&export, &options).unwrap()).unwrap();
    let pieces = pieces(&page);
    assert_eq!(copied(&pieces), page);
    group.bench_function("html-floor", |b| b.iter(|| copied(black_box(&pieces))));
    group.finish();
}

/// The worst case of xls: no text comes twice.
fn different_texts(c: &mut Criterion) {
    let mut different = table("#", 30, 60_000);
    for (row, cells) in different.rows.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            *cell = format!("answer {row} to question {column}");
        }
    }
    let export = Export(vec![different]);
    let mut group = c.benchmark_group("render-different");
    group.sample_size(10);
    group.throughput(Throughput::Elements(export.cells()));
    group.bench_function("xls", |b| {
        b.iter(|| xls::render(black_box(&export), &export.names(), NullAs::Empty).unwrap());
    });
    group.finish();
}

criterion_group!(benches, formats, different_texts);
criterion_main!(benches);
