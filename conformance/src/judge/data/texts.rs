//! Given answers, which have to be found exactly so.

use super::{places::Homes, unread};
use crate::{
    evidence::Record,
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::{kit_world::document::KitDocument, played::PlayedRun},
};

/// Each given answer is kept exactly as it was given, in the record of its form; or the run fails.
///
/// Where the client leaves that question out, nothing can be said: the clean world does not have it,
/// and only a client that keeps every question of the main table must keep it.
pub(in crate::judge) fn are_kept_exactly(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut undecided = None;
    for (index, run) in runs.iter().enumerate() {
        if bench.says_it_failed(run) {
            undecided.get_or_insert_with(|| how_it_ended(run));
            continue;
        }
        let homes = Homes::of(run);
        let given = run
            .to_send()
            .filter_map(|document| Some((document, document.text.as_ref()?)));
        let mut lost = Vec::new();
        let mut kept = 0;
        for (document, text) in given {
            if holds(&runs[..=index], &homes, document, text) {
                kept += 1;
            } else {
                lost.push((document, text));
            }
        }
        let Some((document, text)) = lost.first() else {
            continue;
        };
        let keeps_the_question = kept > 0 || bench.learned.keeps_all_of("");
        let kept_otherwise = || {
            let record = records(run)
                .find(|record| homes.of_record(record).any(|home| home.is_of(document)))?;
            let values: Vec<_> = record.values().collect();
            Some(format!("; its record is {values:?}"))
        };
        let what = format!(
            "{} of {} given answers were not found as they were given: {} of {}{}",
            lost.len(),
            lost.len() + kept,
            shortened(text),
            document.label(),
            shortened_to(&kept_otherwise().unwrap_or_default(), 400),
        );
        if let Some(unread) = unread(&runs[..=index]) {
            undecided.get_or_insert(format!("{what}, and {unread}"));
        } else if keeps_the_question {
            return Finding::broken(index, what);
        } else {
            undecided.get_or_insert(
                "the client does not keep the question of the given answers".to_owned(),
            );
        }
    }
    undecided.map_or(Finding::Met, Finding::Undecided)
}

/// Whether the given answer of a document, where it has one, was kept in its record by some run.
pub(in crate::judge) fn is_kept(runs: &[PlayedRun], document: &KitDocument) -> bool {
    let (Some(text), Some(last)) = (&document.text, runs.last()) else {
        return true;
    };
    holds(runs, &Homes::of(last), document, text)
}

fn holds(runs: &[PlayedRun], homes: &Homes<'_>, document: &KitDocument, text: &str) -> bool {
    runs.iter().flat_map(records).any(|record| {
        homes.of_record(record).any(|home| home.is_of(document))
            && record.values().any(|value| value == text)
    })
}

fn records(run: &PlayedRun) -> impl Iterator<Item = &Record> {
    run.kept
        .containers
        .iter()
        .flat_map(|container| &container.records)
}

fn shortened(text: &str) -> String {
    shortened_to(&format!("{text:?}"), 80)
}

fn shortened_to(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
