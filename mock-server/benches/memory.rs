//! What forms and exports hold in memory, as the system sees it: bytes for each stored form, and how
//! far an export of 100,000 forms rises above the world, beside the size of its result.
//!
//! `cargo bench -p fakehq --bench memory`; Linux only. Each figure comes from a process of its own,
//! and the run fails where an export holds more than one copy of its result.
#![allow(clippy::print_stdout)]
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/forms.rs"]
mod forms;

use std::{
    fs,
    process::{Command, ExitCode},
};

use fakehq::{
    quirks::Choices,
    render::{
        csv_zip::CsvZip,
        html::{self, HtmlOptions},
        json::json,
        xlsx::{self, XlsxOptions},
    },
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        names::{Naming, sheet_names},
    },
    world::{form::StoredForm, form_store::FormStore},
};
use std::sync::Arc;

const FORMS: usize = 100_000;

/// Buffers, notes of where lists stand and the like, beside the result.
const BESIDES: usize = 12 << 20;

/// A figure of this process in bytes: `VmRSS` now, `VmHWM` at its highest.
fn memory(figure: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with(figure))
        .unwrap();
    let kilobytes = line.split_whitespace().nth(1).unwrap();
    kilobytes.parse::<usize>().unwrap() * 1024
}

fn measure(format: &str) -> bool {
    // What is made on the way to the first form stays, and is not the forms'.
    let mut answers = forms::Answers(1);
    let paths = Arc::default();
    drop(forms::form(&paths, 0, &mut answers));
    let before = memory("VmRSS");
    let mut store = FormStore::new(&Choices::default());
    for index in 0..FORMS {
        let document = forms::form(&paths, index, &mut answers);
        store.add(StoredForm::new(document, None));
    }
    let world = memory("VmRSS");
    let (_, index) = store.forms().next().unwrap();
    let layout = Arc::new(Layout::of(&index.schema, &Style::default()));
    let tables = Flattened::new(layout, index.arrivals.to_vec());

    // From here on the highest is that of the export.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let result = match format {
        "forms" => {
            println!(
                "{FORMS} forms hold {} bytes each, so a million {:.2} GB",
                (world - before) / FORMS,
                (world - before) as f64 / FORMS as f64 / 1e3,
            );
            return true;
        }
        "csv" => CsvZip::default().render(&tables).unwrap(),
        "json" => json(&tables, Naming::Distinct).unwrap(),
        "xlsx" => {
            let names = sheet_names(&tables, Naming::Distinct);
            xlsx::render(&tables, &names, &XlsxOptions::default()).unwrap()
        }
        _ => html::render(&tables, &HtmlOptions::default()).unwrap(),
    };
    let above = memory("VmHWM") - world;
    println!(
        "{format}: a result of {} bytes, {above} bytes above the world at the highest",
        result.len()
    );
    // A workbook needs its table of texts until it is finished.
    format == "xlsx" || above <= result.len() + BESIDES
}

fn main() -> ExitCode {
    if let Ok(format) = std::env::var("MEMORY_OF") {
        return ExitCode::from(u8::from(!measure(&format)));
    }
    let this = std::env::current_exe().unwrap();
    let kept = ["forms", "csv", "json", "html", "xlsx"].map(|format| {
        let status = Command::new(&this)
            .env("MEMORY_OF", format)
            .status()
            .unwrap();
        status.success()
    });
    if kept.contains(&false) {
        println!("an export held more than its result and {BESIDES} bytes besides");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
