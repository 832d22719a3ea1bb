//! One page for a browser, with everything in it: no other file, no network, no script needed but
//! for the filter.
//!
//! - `overview`: the verdict, the counts, a table of checks by operation and format
//! - `result`: all about one result
//! - `wire`: the runs of a scenario in time, and what went over the wire

mod overview;
mod result;
mod wire;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{model::Report, secrets};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("filter.js");

/// Writes it.
#[must_use]
pub fn write(report: &Report) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (report.client) ": exit " (report.exit.code()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (overview::header(report))
                main {
                    (upkeep(report))
                    (overview::contacts(report))
                    (overview::matrix(report))
                    section #results {
                        h2 { "Results" }
                        @for entry in report.by_weight() { (result::result(entry)) }
                    }
                }
                footer {
                    "hq-conformance " (report.kit) ", catalogue revision " (report.revision)
                    ", begun " (report.started)
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
        + "\n"
}

/// What is wrong with the author's own files: listed failures that pass, snapshots.
fn upkeep(report: &Report) -> Markup {
    html! {
        @if !report.stale.is_empty() {
            section {
                h2 { "Known failures that pass now" }
                @for stale in &report.stale {
                    p { code { (stale.check) } ": " (clean(&stale.reason)) }
                    ul { @for id in &stale.passed { li { (link(id)) } } }
                }
            }
        }
        @if !report.snapshots.is_empty() {
            section {
                h2 { "Snapshots that differ" }
                @for snapshot in &report.snapshots {
                    details.result.snapshot open {
                        summary { (badge("snapshot")) code { (snapshot.name) } span.rule { (snapshot.what) } }
                        (diff(&snapshot.diff))
                    }
                }
            }
        }
    }
}

/// Lines that went in green, lines that are gone in red.
fn diff(text: &str) -> Markup {
    let class = |line: &str| match line.as_bytes().first() {
        Some(b'+') => "added",
        Some(b'-') => "gone",
        _ => "same",
    };
    html! {
        @if !text.is_empty() {
            pre.diff { @for line in text.lines() { span class=(class(line)) { (clean(line)) "\n" } } }
        }
    }
}

fn badge(word: &str) -> Markup {
    html! { span class={ "badge " (word) } { (word) } }
}

/// A link to a result of this page.
fn link(id: &str) -> Markup {
    html! { a href={ "#" (anchor(id)) } { code { (id) } } }
}

/// The name of a result within the page.
fn anchor(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    id.chars().map(plain).collect()
}

fn clean(text: &str) -> String {
    secrets::struck_out(text)
}
