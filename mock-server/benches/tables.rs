//! What an uncached export costs, each format beside its floor: the deflating of the same csv
//! bytes alone, and a plain write of the same JSON bytes through one buffer.
//!
//! `cargo bench --bench tables`
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/forms.rs"]
mod forms;

use std::{
    hint::black_box,
    io::{Cursor, Write},
    sync::Arc,
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fakehq::{
    quirks::TextBeforeObject,
    render::{csv, csv_zip::CsvZip, json::json},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        names::Naming,
        schema::Schema,
        table::Tables,
    },
    world::document::Document,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const FORMS: usize = 5_000;

/// The csv of all tables, one behind the other.
fn csv_bytes(tables: &dyn Tables) -> Vec<u8> {
    let mut out = Vec::new();
    for table in 0..tables.count() {
        csv::write_headers(&mut out, tables.headers(table));
        tables
            .rows(table, &mut |row| csv::write_row(&mut out, row))
            .unwrap();
    }
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("all", options).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn written(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut buffer = Vec::with_capacity(64 * 1024);
    for piece in bytes.chunks(64 * 1024) {
        buffer.clear();
        buffer.extend_from_slice(piece);
        out.extend_from_slice(&buffer);
    }
    out
}

fn export(criterion: &mut Criterion) {
    let mut answers = forms::Answers(1);
    let forms: Vec<Document> = (0..FORMS)
        .map(|index| forms::form(index, &mut answers))
        .collect();
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    for form in &forms {
        Schema::absorb(&mut schema, form);
    }
    let layout = Arc::new(Layout::of(&schema, &Style::default()));
    let tables = Flattened::new(layout, forms.iter().collect());
    let csv = csv_bytes(&tables);
    let json_bytes = json(&tables, Naming::Distinct).unwrap();
    println!(
        "{FORMS} forms, {} bytes of csv, {} of JSON",
        csv.len(),
        json_bytes.len()
    );

    let mut group = criterion.benchmark_group("documents");
    group.throughput(Throughput::Elements(FORMS as u64));
    group.bench_function("absorb, nothing new", |bencher| {
        bencher.iter(|| forms.iter().any(|form| Schema::absorb(&mut schema, form)));
    });
    group.bench_function("lay out", |bencher| {
        bencher.iter(|| black_box(Layout::of(&schema, &Style::default())));
    });
    group.bench_function("flatten", |bencher| {
        bencher.iter(|| {
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
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("csv");
    group.throughput(Throughput::Bytes(csv.len() as u64));
    group.bench_function("floor: deflate alone", |bencher| {
        bencher.iter(|| deflated(&csv))
    });
    group.bench_function("archive", |bencher| {
        bencher.iter(|| CsvZip::default().render(&tables).unwrap());
    });
    group.bench_function("text only", |bencher| bencher.iter(|| csv_bytes(&tables)));
    group.finish();

    let mut group = criterion.benchmark_group("json");
    group.throughput(Throughput::Bytes(json_bytes.len() as u64));
    group.bench_function("floor: plain write", |bencher| {
        bencher.iter(|| written(&json_bytes));
    });
    group.bench_function("answer", |bencher| {
        bencher.iter(|| json(&tables, Naming::Distinct).unwrap());
    });
    group.finish();
}

criterion_group!(benches, export);
criterion_main!(benches);
