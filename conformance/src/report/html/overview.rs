//! The verdict, the counts, and a table of checks by operation and format.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{anchor, badge, clean};
use crate::{
    exit::Exit,
    report::model::{Counts, Entry, Report},
};

/// The words of the counts, the ones to look at first.
fn parts(counts: &Counts) -> [(&'static str, usize); 6] {
    [
        ("error", counts.error),
        ("fail", counts.fail),
        ("known", counts.known),
        ("warn", counts.warn),
        ("skip", counts.skip),
        ("pass", counts.pass),
    ]
}

/// The top of the page: what it comes to, in one look.
pub(super) fn header(report: &Report) -> Markup {
    let verdict = if report.exit == Exit::Conforms {
        "good"
    } else {
        "bad"
    };
    let counts = &report.counts;
    html! {
        header class=(verdict) {
            h1 { (report.client) }
            p.verdict { strong { "exit " (report.exit.code()) } " " (report.meaning) }
            div.bar aria-hidden="true" {
                @for (word, count) in parts(counts) {
                    @if count > 0 { span class=(word) style={ "flex-grow:" (count) } {} }
                }
            }
            p.counts {
                (counts.judged) " of " (report.catalogue) " checks judged, "
                (counts.results) " results in " (format!("{:.1}", report.seconds)) " s"
                @if counts.remarked > 0 { ", " (counts.remarked) " with remarks" }
            }
            form #filter {
                @for (word, count) in parts(counts) {
                    @if count > 0 {
                        label class={ "chip " (word) } {
                            input type="checkbox" name=(word) checked;
                            " " (count) " " (word)
                        }
                    }
                }
                input type="search" name="text" placeholder="part of a name" aria-label="part of a name";
            }
        }
    }
}

/// What the first contact taught.
pub(super) fn contacts(report: &Report) -> Markup {
    html! {
        @if !report.contacts.is_empty() {
            section {
                h2 { "First contact" }
                dl.contacts {
                    @for contact in &report.contacts {
                        dt { (contact.operation) "." (contact.format) }
                        dd class=[contact.trouble.then_some("found")] { (clean(&contact.said)) }
                    }
                }
            }
        }
    }
}

/// Checks down, operations and formats across.
pub(super) fn matrix(report: &Report) -> Markup {
    let part = |entry: &Entry| format!("{}.{}", entry.operation, entry.format);
    let columns: BTreeSet<String> = report.results.iter().map(part).collect();
    let mut rows: BTreeMap<&str, BTreeMap<String, &Entry>> = BTreeMap::new();
    for entry in &report.results {
        let row = rows.entry(&entry.check).or_default();
        row.insert(part(entry), entry);
    }
    html! {
        section {
            h2 { "Overview" }
            div.scroll {
                table.matrix {
                    thead { tr { th { "check" } @for column in &columns { th { (column) } } } }
                    tbody {
                        @for (check, row) in &rows {
                            tr {
                                th {
                                    code { (check) }
                                    @if let Some(entry) = row.values().next() { p.rule { (entry.rule) } }
                                }
                                @for column in &columns {
                                    td { @if let Some(entry) = row.get(column) { (cell(entry)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(entry: &Entry) -> Markup {
    let said = entry.reasons.iter().chain(&entry.remarks);
    let said: Vec<_> = said.map(|what| clean(what)).collect();
    html! {
        a href={ "#" (anchor(&entry.id)) } title=(said.join("; ")) {
            (badge(entry.word())) @if !entry.remarks.is_empty() { "*" }
        }
    }
}
