//! What an uncached export costs, each format beside its floors: 5,000 and 100,000 forms.
//!
//! `cargo bench -p fakehq --bench tables`; for figures of which ratios are made, see `ratios`.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/floors.rs"]
mod floors;
#[path = "support/forms.rs"]
mod forms;
#[path = "support/world.rs"]
mod world;

use std::{hint::black_box, sync::Arc, time::Duration};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use fakehq::{
    document::schema::Schema,
    quirks::TextBeforeObject,
    render::{
        csv_zip::CsvZip,
        html::{self, HtmlOptions},
        json::json,
    },
    tables::{
        layout::{Layout, Style},
        names::Naming,
    },
};
use world::World;

fn export(criterion: &mut Criterion, count: usize) {
    let world = World::of(count);
    let csv = floors::csv_text(&world.tables());
    let json_text = String::from_utf8(json(&world.tables(), Naming::Distinct).unwrap()).unwrap();
    let page = html::render(&world.tables(), &HtmlOptions::default()).unwrap();
    let page = String::from_utf8(page).unwrap();
    let many = count > 10_000;

    let mut group = criterion.benchmark_group(format!("{count} forms"));
    if many {
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.warm_up_time(Duration::from_millis(100));
        group.measurement_time(Duration::from_secs(1));
    }
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("absorb, nothing new", |bencher| {
        let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
        for form in &world.forms {
            Schema::absorb(&mut schema, form);
        }
        bencher.iter(|| {
            let mut forms = world.forms.iter();
            forms.any(|form| Schema::absorb(&mut schema, form))
        });
    });
    group.bench_function("flatten", |bencher| {
        bencher.iter(|| floors::cells(&world.tables()))
    });

    group.throughput(Throughput::Bytes(csv.len() as u64));
    group.bench_function("csv floor: deflate alone", |bencher| {
        bencher.iter(|| floors::deflated(&csv))
    });
    group.bench_function("csv archive", |bencher| {
        bencher.iter(|| CsvZip::default().render(&world.tables()).unwrap());
    });
    group.bench_function("csv text only", |bencher| {
        bencher.iter(|| floors::csv_text(&world.tables()));
    });

    group.throughput(Throughput::Bytes(json_text.len() as u64));
    let pieces = floors::pieces(&json_text, ", ");
    group.bench_function("json floor: cells through a buffer", |bencher| {
        bencher.iter(|| floors::joined(&pieces));
    });
    group.bench_function("json floor: copy of memory", |bencher| {
        bencher.iter(|| floors::copied(json_text.as_bytes()));
    });
    group.bench_function("json", |bencher| {
        bencher.iter(|| json(&world.tables(), Naming::Distinct).unwrap());
    });

    group.throughput(Throughput::Bytes(page.len() as u64));
    let pieces = floors::pieces(&page, "\n");
    group.bench_function("html floor: cells through a buffer", |bencher| {
        bencher.iter(|| floors::joined(&pieces));
    });
    group.bench_function("html floor: copy of memory", |bencher| {
        bencher.iter(|| floors::copied(page.as_bytes()));
    });
    group.bench_function("html", |bencher| {
        bencher.iter(|| html::render(&world.tables(), &HtmlOptions::default()).unwrap());
    });
    group.finish();
}

fn small(criterion: &mut Criterion) {
    export(criterion, 5_000);
}

fn large(criterion: &mut Criterion) {
    export(criterion, 100_000);
}

fn layout(criterion: &mut Criterion) {
    let world = World::of(1_000);
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    for form in &world.forms {
        Schema::absorb(&mut schema, form);
    }
    criterion.bench_function("lay out", |bencher| {
        bencher.iter(|| black_box(Layout::of(&schema, &Style::default())));
    });
}

criterion_group!(benches, layout, small, large);
criterion_main!(benches);
