//! Whether the rows that were sent are kept.

use std::collections::BTreeSet;

use super::{named_store, unread};
use crate::{
    catalogue::need::Need,
    client::manifest::{Keeps, Output},
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::{
        kit_world::document::{KitDocument, KitRow, Source},
        played::PlayedRun,
    },
};

/// How many missing rows a finding names.
const NAMED: usize = 3;

/// After every run, all that had been there to download was kept at some time; a store that grows
/// still has it.
///
/// A run that got no whole answer and says that it failed has lost nothing, and proves nothing; if the
/// case itself laid something in its way, the runs after it are what counts, whatever it says.
pub(in crate::judge) fn every_document(bench: &Bench<'_>) -> Finding {
    each_run(bench, |run, places| {
        let kept = |document: &&KitDocument| {
            places
                .iter()
                .any(|run| named_store::has_kept(bench, run, document))
        };
        let missing: Vec<_> = bench
            .wanted(run)
            .filter(|document| !kept(document))
            .collect();
        (!missing.is_empty())
            .then(|| what_is_missing(run, &missing) + where_else(bench, run).unwrap_or_default())
    })
}

/// The same of the rows below those of the main table, where the client keeps rows of their table, or
/// says that it keeps every one.
pub(in crate::judge) fn every_child(bench: &Bench<'_>) -> Finding {
    let keeps = |row: &KitRow| {
        row.parent.is_some()
            && (bench.operation.offers(Need::All) || bench.learned.keeps_table(&row.table))
    };
    let mut runs = bench.played.runs.iter();
    if !runs.any(|run| {
        run.to_send()
            .any(|document| document.rows.iter().any(keeps))
    }) {
        return Finding::undecided("the client keeps no rows of repeats");
    }
    each_run(bench, |run, places| {
        let lost = |row: &&KitRow| keeps(row) && !places.iter().any(|run| run.found.holds_row(row));
        let lost: Vec<_> = run
            .to_send()
            .flat_map(|document| {
                let rows = document.rows.iter().filter(lost);
                rows.map(move |row| (document, row))
            })
            .collect();
        let (document, row) = lost.first()?;
        Some(format!(
            "{} rows of repeats are nowhere in what was kept; the first is one of {} in {}. {}",
            lost.len(),
            row.table,
            document.label(),
            how_it_ended(run)
        ))
    })
}

/// Asks of each run what is missing after it in the places that count.
fn each_run(
    bench: &Bench<'_>,
    missing: impl Fn(&PlayedRun, &[PlayedRun]) -> Option<String>,
) -> Finding {
    let runs = &bench.played.runs;
    let mut undecided = None;
    for (index, run) in runs.iter().enumerate() {
        let struck = run.exchanges.iter().any(|entry| entry.fault.is_some());
        let is_last = index + 1 == runs.len();
        let got_nothing = run.whole_answers().all(|entry| entry.fault.is_some());
        // What a run says of itself that got nothing whole is the matter of other checks; the runs after
        // it are to make up for it.
        if got_nothing && struck && !is_last {
            continue;
        }
        if bench.says_it_failed(run) && run.whole_answers().next().is_none() {
            let why = format!("run {} got no data. {}", index + 1, how_it_ended(run));
            undecided.get_or_insert(why);
            continue;
        }
        let places = match bench.operation.keeps {
            Some(Keeps::Merged) => &runs[index..=index],
            _ => &runs[..=index],
        };
        let Some(what) = missing(run, places) else {
            continue;
        };
        match unread(places) {
            None => return Finding::broken(index, what),
            Some(unread) => {
                _ = undecided.get_or_insert(format!("{}. But {unread}", what.trim_end_matches('.')))
            }
        }
    }
    undecided.map_or(Finding::Met, Finding::Undecided)
}

/// Where data may be that were looked for in vain, if nothing lies where they belong.
fn where_else(bench: &Bench<'_>, run: &PlayedRun) -> Option<&'static str> {
    if !run.kept.containers.is_empty() || run.unread().is_some() {
        return None;
    }
    let prints = run.client.stdout.total > 0 && bench.operation.output == Output::Files;
    Some(if prints {
        " Nothing lies in {out}, {state} or the working folder, and something was printed: that counts for \
         a manifest that says output = \"stdout\"."
    } else {
        " Nothing lies in {out}, {state} or the working folder, which is where data are looked for."
    })
}

fn what_is_missing(run: &PlayedRun, missing: &[&KitDocument]) -> String {
    let named: Vec<_> = missing
        .iter()
        .take(NAMED)
        .map(|document| document.label())
        .collect();
    let more = if missing.len() > NAMED { ", ..." } else { "" };
    let sent: BTreeSet<&str> = run
        .whole_answers()
        .filter_map(|entry| entry.export.as_ref())
        .flat_map(|export| export.documents.iter().map(|id| &**id))
        .collect();
    let sent = if run.exports().next().is_none() {
        "the client asked for nothing in this run"
    } else if missing.iter().any(|form| sent.contains(&*form.id)) {
        "they were sent in a whole answer"
    } else {
        "they were not sent in a whole answer of this run"
    };
    let noun = match missing.first().map(|document| document.source) {
        Some(Source::Cases) => "cases and workers",
        _ => "forms",
    };
    format!(
        "{} of {} {noun} are nowhere in what was kept: {}{more}; {sent}. {}",
        missing.len(),
        run.to_send().count(),
        named.join(", "),
        how_it_ended(run)
    )
}
