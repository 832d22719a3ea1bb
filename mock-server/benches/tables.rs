//! What an uncached export costs, each format beside its floor: the deflating of the same csv
//! bytes alone, and a plain write of the same JSON bytes through one buffer.
//!
//! `cargo bench --bench tables`
#![allow(clippy::unwrap_used, missing_docs)]

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
use serde_json::{Map, Value, json as value};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const FORMS: usize = 5_000;
const QUESTIONS: usize = 20;
const REPEATS: usize = 2;

/// Answers of a small vocabulary and some numbers, always the same.
struct Answers(u64);

impl Answers {
    fn number(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn answer(&mut self) -> String {
        const WORDS: [&str; 12] = [
            "yes",
            "no",
            "Asha",
            "Kano, North",
            "ok",
            "referred to clinic",
            "naïve",
            "2014-01-05",
            "मीना",
            "none",
            "other",
            "follow-up visit planned",
        ];
        match self.number(3) {
            0 => self.number(100_000).to_string(),
            _ => WORDS[self.number(12) as usize].to_owned(),
        }
    }
}

fn form(index: usize, answers: &mut Answers) -> Document {
    let id = format!("{index:08x}{:024x}", answers.number(u64::MAX));
    let mut questions = Map::new();
    for key in ["#type", "@name", "@uiVersion", "@version", "@xmlns"] {
        questions.insert(key.to_owned(), "data".into());
    }
    for question in 0..QUESTIONS {
        if answers.number(10) > 0 {
            questions.insert(format!("question_{question}"), answers.answer().into());
        }
    }
    let children: Vec<Value> = (0..REPEATS)
        .map(|_| value!({"name": answers.answer(), "age": answers.answer(), "sex": answers.answer()}))
        .collect();
    questions.insert("child".to_owned(), children.into());
    questions.insert(
        "meta".to_owned(),
        value!({
            "@xmlns": "http://openrosa.org/jr/xforms",
            "deviceID": "A00000245D6F33",
            "instanceID": &id,
            "timeEnd": "2014-01-05T09:14:11Z",
            "timeStart": "2014-01-05T09:10:48Z",
            "userID": format!("{:032x}", answers.number(30)),
            "username": "nurse",
        }),
    );
    let document = value!({
        "_id": &id,
        "_rev": "1-a9d7f0ed22c1d1c6b0a1d4f9a3c6d0aa",
        "doc_type": "XFormInstance",
        "domain": "demo",
        "app_id": "8f0a4b7a3f7c4fcd8a0e3c1d2b4e5f60",
        "xmlns": "http://openrosa.org/formdesigner/EXAMPLE-1",
        "received_on": format!("2014-01-05T{:02}:{:02}:{:02}Z", index / 3600, index / 60 % 60, index % 60),
        "partial_submission": false,
        "history": [],
        "auth_context": {"doc_type": "AuthContext", "authenticated": false, "domain": "demo", "user_id": null},
        "submit_ip": "127.0.0.1",
        "path": "/a/demo/receiver/",
        "openrosa_headers": {"HTTP_X_OPENROSA_VERSION": "1.0"},
        "#export_tag": ["domain", "xmlns"],
        "form": questions,
    });
    Document::from_json(&document).unwrap()
}

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
    let mut answers = Answers(1);
    let forms: Vec<Document> = (0..FORMS).map(|index| form(index, &mut answers)).collect();
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
