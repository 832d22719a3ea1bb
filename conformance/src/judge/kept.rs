//! What lies in a client's folders: rows, doubles, pages in place of data.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bench, contract::how_it_ended, finding::Finding};
use crate::{
    client::manifest::Keeps,
    evidence::Container,
    play::{
        kit_world::{PAGE_MARK, document::KitDocument, witness::is_data},
        played::PlayedRun,
    },
};

/// What a refused export answers in plain text.
const REFUSAL: &str = "Authorization Required";

/// How many missing rows a finding names.
const NAMED: usize = 3;

/// After every run, all that had been there to download was kept at some time; a store that grows
/// still has it.
///
/// A run that got no whole answer and says that it failed has lost nothing, and proves nothing.
pub(super) fn every_row(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut undecided = None;
    for (index, run) in runs.iter().enumerate() {
        if bench.says_it_failed(run) && run.whole_answers().next().is_none() {
            let why = format!("run {} got no data. {}", index + 1, how_it_ended(run));
            undecided.get_or_insert(why);
            continue;
        }
        let places = match bench.operation.keeps {
            Some(Keeps::Merged) => &runs[index..=index],
            _ => &runs[..=index],
        };
        let missing: Vec<_> = run
            .to_send()
            .filter(|document| !places.iter().any(|run| run.has_kept(document)))
            .collect();
        if missing.is_empty() {
            continue;
        }
        if let Some(note) = places.iter().find_map(PlayedRun::unread) {
            let why = format!(
                "{} of {} forms were not found, and {note}; a `dump` command in the manifest can \
                 make a store readable",
                missing.len(),
                run.to_send().count()
            );
            undecided.get_or_insert(why);
            continue;
        }
        return Finding::broken(index, what_is_missing(run, &missing));
    }
    undecided.map_or(Finding::Met, Finding::Undecided)
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
    format!(
        "{} of {} forms are nowhere in what was kept: {}{more}; {sent}. {}",
        missing.len(),
        run.to_send().count(),
        named.join(", "),
        how_it_ended(run)
    )
}

/// No container holds a page of the server, nor its refusal.
pub(super) fn no_page(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        for container in &run.kept.containers {
            let is = if container.text.contains(PAGE_MARK) {
                "a page of the server"
            } else if container.text.trim() == REFUSAL {
                "the text of a 401"
            } else {
                continue;
            };
            return Finding::broken(index, format!("{} is {is}, kept as data", container.place));
        }
    }
    if bench.played.runs.iter().all(|run| run.exchanges.is_empty()) {
        return Finding::undecided(
            "the client asked for nothing, so that there was no page to keep",
        );
    }
    Finding::Met
}

/// No container holds two records of the same form that say the same.
///
/// In a table that joins children to their parents the parent's values repeat, but never with the
/// same child, so only records that are alike in every value count.
pub(super) fn nothing_twice(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        let owner: BTreeMap<&str, &KitDocument> = run
            .documents
            .iter()
            .flat_map(|document| document.main_row().map(move |w| (w, document)))
            .collect();
        let double = run.kept.containers.iter().find_map(|container| {
            let form = stands_twice(container, &owner)?;
            Some((container, form))
        });
        if let Some((container, form)) = double {
            let what = format!(
                "{} holds form {} more than once",
                container.place,
                form.label()
            );
            return Finding::broken(index, what);
        }
    }
    Finding::Met
}

/// A form that stands in two records that hold the same data.
///
/// Row numbers and what the client adds do not count: numbers start again in every download, so that
/// the same row may come under another one.
fn stands_twice<'a>(
    container: &Container,
    owner: &BTreeMap<&str, &'a KitDocument>,
) -> Option<&'a KitDocument> {
    let mut seen = BTreeSet::new();
    container.records.iter().find_map(|record| {
        let form = record.values().find_map(|value| owner.get(value))?;
        let data: BTreeSet<&str> = record.values().filter(|value| is_data(value)).collect();
        let is_new = seen.insert(data);
        (!is_new).then_some(*form)
    })
}
