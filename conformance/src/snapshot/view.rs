//! A played story as text: how runs ended and what was kept, by meaning and not by byte.

use std::fmt::Write as _;

use super::redaction::Redaction;
use crate::{
    client::manifest::Client,
    evidence::{Container, Kind, Record},
    play::played::PlayedRun,
    report::{secrets, shown::ended},
    stories::Performance,
};

/// How many records of a container are shown.
const RECORDS: usize = 200;

/// The view of a performance of a client, redacted.
#[must_use]
pub fn view(performance: &Performance, client: &Client) -> String {
    let played = &performance.played;
    let mut text = format!("{}\n{}\n", performance.name(), played.scenario.story());
    for (number, run) in (1..).zip(&played.runs) {
        let _ = writeln!(
            text,
            "\nrun {number}: the client {}",
            ended(&run.client.exit)
        );
        kept(&mut text, run);
    }
    let mut redaction = Redaction::of(performance, &client.here);
    redaction.replace(&client.snapshots.replace);
    secrets::struck_out(&redaction.applied(&text))
}

/// What lay in the client's folders after a run: first all places, then what is in each.
fn kept(text: &mut String, run: &PlayedRun) {
    if run.kept.containers.is_empty() && run.kept.notes.is_empty() {
        text.push_str("nothing is kept\n");
    }
    for note in &run.kept.notes {
        let _ = writeln!(text, "note {note}");
    }
    for path in &run.outside {
        let _ = writeln!(text, "note {path}: outside the folders of the run");
    }
    for one in &run.kept.containers {
        container(text, one);
    }
}

fn container(text: &mut String, container: &Container) {
    let count = container.records.len();
    let kind = kind(container.kind);
    let _ = writeln!(text, "\n{} ({kind}, {count} records)", container.place);
    // Where the first record names the columns, they are shown once.
    let has_names = matches!(
        container.kind,
        Kind::Json | Kind::Xml | Kind::Ini | Kind::Store
    );
    if has_names && !container.columns.is_empty() {
        let _ = writeln!(
            text,
            "  [{}]",
            container
                .columns
                .iter()
                .map(|name| cell(name))
                .collect::<Vec<_>>()
                .join(" | ")
        );
    }
    for one in container.records.iter().take(RECORDS) {
        let _ = writeln!(text, "  {}", record(container, one));
    }
    if count > RECORDS {
        let _ = writeln!(text, "  ... and {} more records", count - RECORDS);
    }
    if count == 0 {
        for line in container.text.lines().take(RECORDS) {
            let _ = writeln!(text, "  {}", cell(line));
        }
    }
}

/// The values of a record, each under its column; a value that is absent is a dash.
fn record(container: &Container, record: &Record) -> String {
    let last = record.cells.iter().map(|cell| cell.column + 1).max();
    let width = container.columns.len().max(last.unwrap_or_default());
    let mut values = vec!["-".to_owned(); width];
    for one in &record.cells {
        if let Some(value) = values.get_mut(one.column) {
            *value = cell(&one.value);
        }
    }
    values.join(" | ")
}

/// A value on one line, told apart from an absent one.
fn cell(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '\\' => text.push_str(r"\\"),
            '\n' => text.push_str(r"\n"),
            '\r' => text.push_str(r"\r"),
            '\t' => text.push_str(r"\t"),
            '|' => text.push_str(r"\|"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    match text.as_str() {
        "" => "\"\"".to_owned(),
        "-" => r"\-".to_owned(),
        _ => text,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Csv => "csv",
        Kind::Sheet => "sheet",
        Kind::Store => "store",
        Kind::Json => "json",
        Kind::Html => "html",
        Kind::Xml => "xml",
        Kind::Ini => "ini",
        Kind::Text => "text",
    }
}
