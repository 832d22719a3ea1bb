//! Given answers, which have to be found exactly so.

use super::{joined::Names, places::Homes, unread};
use crate::{
    evidence::{Container, Kind, Record},
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::{kit_world::document::KitDocument, played::PlayedRun},
};

/// Each given answer is kept exactly as it was given, in the record of its form or in one that names the
/// same form; or the run fails. An answer that is kept, and not so that the kit could tell whose it is, is
/// undecided.
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
            } else if let Some(place) = without_a_form(&runs[..=index], &homes, document, text) {
                undecided.get_or_insert_with(|| {
                    format!(
                        "the answer {} of {} cannot be told apart from others: {place}",
                        shortened(text),
                        document.label()
                    )
                });
            } else {
                lost.push((document, text));
            }
        }
        let Some((document, text)) = lost.first() else {
            continue;
        };
        let keeps_the_question = kept > 0 || bench.learned.keeps_all_of("");
        let kept_otherwise = || {
            let (_, record) = records(run)
                .find(|(_, record)| homes.of_record(record).any(|home| home.is_of(document)))?;
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
    runs.iter().rev().any(|run| {
        let has_it = |(container, record): &(&Container, &Record)| is_in(container, record, text);
        let mut stray = Vec::new();
        for (container, record) in records(run).filter(has_it) {
            if homes.of_record(record).any(|home| home.is_of(document)) {
                return true;
            }
            stray.push((container, record));
        }
        if stray.is_empty() {
            return false;
        }
        let containers = &run.kept.containers;
        let names = Names::of(containers, homes);
        stray.into_iter().any(|(container, record)| {
            let number = containers
                .iter()
                .position(|one| std::ptr::eq(one, container));
            number.is_some_and(|number| names.tie((number, container), record, document))
        })
    })
}

/// Whether a record has a text. In markup blanks and line ends around it may be the writer's.
fn is_in(container: &Container, record: &Record, text: &str) -> bool {
    let is_markup = matches!(container.kind, Kind::Html | Kind::Xml);
    record.values().any(|value| {
        value == text || is_markup && value.trim() == text.trim() && !text.trim().is_empty()
    })
}

/// Where an answer is, or may be, so that the kit cannot tell whose it is: in a record without a sign of any
/// form, or in a text of no known format, where all that is kept of the form stands.
fn without_a_form(
    runs: &[PlayedRun],
    homes: &Homes<'_>,
    document: &KitDocument,
    text: &str,
) -> Option<String> {
    let of_no_form = |(container, record): &(&Container, &Record)| {
        is_in(container, record, text) && homes.of_record(record).next().is_none()
    };
    if let Some((container, _)) = runs.iter().flat_map(records).find(of_no_form) {
        return Some(format!(
            "it stands in {}, in a record that names no form",
            container.place
        ));
    }
    let of_it = |(_, record): &(&Container, &Record)| {
        homes.of_record(record).any(|home| home.is_of(document))
    };
    let mut kept = runs.iter().flat_map(records).filter(of_it).peekable();
    let (first, _) = kept.peek()?;
    let place = &first.place;
    let is_text = kept.all(|(container, _)| container.kind == Kind::Text);
    is_text.then(|| {
        format!(
            "the form is kept in {place}, a text of which the kit does not know the format; a `dump` command \
             in the manifest can make it readable"
        )
    })
}

fn records(run: &PlayedRun) -> impl Iterator<Item = (&Container, &Record)> {
    run.kept.containers.iter().flat_map(|container| {
        let records = container.records.iter();
        records.map(move |record| (container, record))
    })
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
