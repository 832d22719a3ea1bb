//! One run of a client as lines that can be compared with those of another.

use std::{collections::BTreeMap, path::Path};

use fakehq::journal::entry::{Credentials, Entry};

use crate::{
    play::played::PlayedRun,
    report::{secrets, shown::ended},
    snapshot::redaction::Redaction,
    stories::Performance,
};

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The requests in order: what was asked, with which credentials, and the answer. Ports, project
    /// spaces, tokens and nonces are replaced, equal ones by equal words.
    pub wire: Vec<String>,
    /// How it ended.
    pub outcome: Vec<String>,
    /// For each table and question how many answers were found in what is kept, of those sent.
    pub data: Vec<String>,
}

/// The runs of a performance; `here` is the manifest's folder.
#[must_use]
pub fn traces(performance: &Performance, here: &Path) -> Vec<Trace> {
    let redaction = Redaction::of(performance, here);
    let runs = &performance.played.runs;
    // Redacted at once, so that a token has the same word in every run.
    let wires = runs.iter().map(|run| run.exchanges.iter().map(line));
    let wires: Vec<Vec<String>> = wires.map(Iterator::collect).collect();
    let all: Vec<_> = wires.iter().flatten().map(String::as_str).collect();
    let redacted = secrets::struck_out(&redaction.applied(&all.join("\n")));
    let mut lines = redacted.lines().map(str::to_owned);
    runs.iter()
        .zip(&wires)
        .map(|(run, wire)| Trace {
            wire: lines.by_ref().take(wire.len()).collect(),
            outcome: vec![ended(&run.client.exit)],
            data: data(run),
        })
        .collect()
}

fn line(exchange: &Entry) -> String {
    let credentials = match &exchange.credentials {
        Credentials::None => "no credentials".to_owned(),
        Credentials::Refused { reason } => format!("credentials refused: {reason}"),
        Credentials::Verified { .. } => "credentials verified".to_owned(),
        Credentials::Forbidden { .. } => "credentials of one who may not".to_owned(),
    };
    let (method, target, status) = (&exchange.method, &exchange.target, exchange.status);
    let whole = match exchange.sent {
        Some(sent) if !sent.whole => ", not whole",
        _ => "",
    };
    format!("{method} {target} ({credentials}) -> {status}{whole}").replace(['\r', '\n'], " ")
}

fn data(run: &PlayedRun) -> Vec<String> {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for row in run.to_send().flat_map(|document| &document.rows) {
        for (question, witness) in &row.witnesses {
            let (found, sent) = counts.entry((&row.table, question)).or_default();
            *found += usize::from(run.found.holds(witness));
            *sent += 1;
        }
    }
    let counts = counts.into_iter();
    let mut lines: Vec<_> = counts
        .map(|((table, question), (found, sent))| {
            let table = if table.is_empty() {
                "main table"
            } else {
                table
            };
            format!("{table}, {question}: {found} of {sent} answers")
        })
        .collect();
    lines.extend(
        run.unread()
            .map(|why| format!("not all could be read: {why}")),
    );
    lines
}
