//! The figures of `docs/speed.md`: every job and its floor in turn, round after round, in time of the
//! processor, so that a busy machine shows little; fastest and median of each, and their ratios to the floor's.
//!
//! `cargo bench -p fakehq --bench ratios -- [FORMS] [ROUNDS]`
#![allow(clippy::print_stdout)]
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/floors.rs"]
mod floors;
#[path = "support/forms.rs"]
mod forms;
#[path = "support/library.rs"]
mod library;
#[path = "support/processor_time.rs"]
mod processor_time;
#[path = "support/world.rs"]
mod world;

use std::hint::black_box;

use fakehq::{
    document::Document,
    render::{
        cell_text::NullAs,
        csv_zip::CsvZip,
        html::{self, HtmlOptions},
        json::json,
        xls,
        xlsx::{self, XlsxOptions},
    },
    tables::names::{Naming, entry_names, sheet_names},
};
use processor_time::processor_time;
use world::World;

/// A job: what it is called, the number of its floor, and how many bytes it makes.
type Job<'a> = (&'a str, Option<usize>, Box<dyn Fn() -> usize + 'a>);

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let count = numbers.next().unwrap_or(5_000).max(1);
    let rounds = numbers.next().unwrap_or(40).max(1);

    let world = World::of(count);
    let names = &sheet_names(&world.tables(), Naming::Distinct);
    let ready = &library::ready_cells(&world.tables());
    let world = &world;
    let csv = floors::csv_text(&world.tables());
    let json_text = String::from_utf8(json(&world.tables(), Naming::Distinct).unwrap()).unwrap();
    let page = html::render(&world.tables(), &HtmlOptions::default()).unwrap();
    let page = String::from_utf8(page).unwrap();
    let json_cells = floors::pieces(&json_text, ", ");
    let page_cells = floors::pieces(&page, "\n");
    assert_eq!(floors::joined(&json_cells), json_text.as_bytes());
    println!(
        "{count} forms, {} tables, {} cells; {} bytes a document; csv {}, json {}, html {} bytes",
        entry_names(&world.tables(), Naming::Distinct).len(),
        floors::cells(&world.tables()),
        world.forms.iter().map(Document::size).sum::<usize>() / count,
        csv.len(),
        json_text.len(),
        page.len(),
    );

    let mut jobs: Vec<Job<'_>> = vec![
        (
            "deflate alone",
            None,
            Box::new(|| floors::deflated(&csv).len()),
        ),
        (
            "csv archive",
            Some(0),
            Box::new(|| CsvZip::default().render(&world.tables()).unwrap().len()),
        ),
        (
            "flattening + csv text",
            Some(0),
            Box::new(|| floors::csv_text(&world.tables()).len()),
        ),
        (
            "flattening",
            Some(0),
            Box::new(|| floors::cells(&world.tables())),
        ),
        (
            "json: copy of memory",
            None,
            Box::new(|| floors::copied(json_text.as_bytes()).len()),
        ),
        (
            "json: cells through a buffer",
            None,
            Box::new(|| floors::joined(&json_cells).len()),
        ),
        (
            "json",
            Some(5),
            Box::new(|| json(&world.tables(), Naming::Distinct).unwrap().len()),
        ),
        (
            "html: copy of memory",
            None,
            Box::new(|| floors::copied(page.as_bytes()).len()),
        ),
        (
            "html: cells through a buffer",
            None,
            Box::new(|| floors::joined(&page_cells).len()),
        ),
        (
            "html",
            Some(8),
            Box::new(|| {
                html::render(&world.tables(), &HtmlOptions::default())
                    .unwrap()
                    .len()
            }),
        ),
    ];
    jobs.push((
        "xlsx: cells to the library",
        None,
        Box::new(move || library::workbook(names, ready).len()),
    ));
    jobs.push((
        "xlsx",
        Some(10),
        Box::new(move || {
            xlsx::render(&world.tables(), names, &XlsxOptions::default())
                .unwrap()
                .len()
        }),
    ));
    // A sheet holds 65,536 rows.
    if count <= 30_000 {
        jobs.push((
            "xls",
            None,
            Box::new(move || {
                xls::render(&world.tables(), names, NullAs::Empty)
                    .unwrap()
                    .len()
            }),
        ));
    }

    let mut times = vec![Vec::with_capacity(rounds); jobs.len()];
    for _ in 0..rounds {
        for ((_, _, job), times) in jobs.iter().zip(&mut times) {
            let start = processor_time();
            black_box(job());
            times.push(processor_time() - start);
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    println!(
        "{:30} {:>10} {:>10} {:>9} {:>9} {:>12}",
        "", "fastest ms", "median ms", "fastest", "medians", "forms/s"
    );
    for ((name, floor, _), job) in jobs.iter().zip(&times) {
        let ratio = |at: usize| {
            floor.map_or(String::new(), |floor| {
                format!("{:.2}", job[at] / times[floor][at])
            })
        };
        let (fastest, median) = (job[0], job[rounds / 2]);
        println!(
            "{name:30} {fastest:10.2} {median:10.2} {:>9} {:>9} {:12.0}",
            ratio(0),
            ratio(rounds / 2),
            count as f64 / fastest * 1e3
        );
    }
}
