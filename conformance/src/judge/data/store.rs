//! A growing store, before and after a run.

use std::collections::BTreeSet;

use super::{named_store, places::Homes};
use crate::{
    judge::{Bench, finding::Finding, outcome},
    play::{kit_world::document::KitDocument, played::PlayedRun},
};

/// A run that got no new data leaves what was kept before as it was.
pub(in crate::judge) fn stays_as_it_was(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut compared = false;
    for index in 1..runs.len() {
        let (before, after) = (&runs[index - 1], &runs[index]);
        if after.whole_answers().any(outcome::sent_data) {
            continue;
        }
        let kept: Vec<_> = before
            .documents
            .iter()
            .filter(|document| before.has_kept(document))
            .collect();
        if kept.is_empty() {
            continue;
        }
        compared = true;
        let lost: Vec<_> = kept
            .iter()
            .filter(|document| !after.has_kept(document))
            .collect();
        if let Some(first) = lost.first() {
            let what = format!(
                "the run brought no new data, and {} of {} documents that were kept before it are gone: {}",
                lost.len(),
                kept.len(),
                first.label()
            );
            return Finding::broken(index, what);
        }
    }
    if compared {
        Finding::Met
    } else {
        Finding::undecided("no run without new data followed one that had kept something")
    }
}

/// After an edit the new answers are kept. In what the manifest names as the store, they are kept under the
/// id of the document, and its old ones no longer stand beside that id.
///
/// Where nothing is named, old versions may be an archive, a backup or marked as old: that they are there
/// says nothing.
pub(in crate::judge) fn holds_the_newest(bench: &Bench<'_>) -> Finding {
    let Some((index, run)) = bench.played.runs.iter().enumerate().next_back() else {
        return Finding::undecided("the client was not run");
    };
    if bench.says_it_failed(run) {
        return Finding::undecided("the last run failed");
    }
    let edited: Vec<(&KitDocument, &KitDocument)> = run
        .documents
        .iter()
        .filter_map(|old| {
            let id = old.id.strip_suffix(" before its edit")?;
            Some((old, run.documents.iter().find(|new| new.id == id)?))
        })
        .collect();
    if let Some(missing) = named_store::missing(bench, run) {
        return Finding::Undecided(missing);
    }
    let mut compared = false;
    for (old, new) in edited {
        compared = true;
        if !named_store::has_kept(bench, run, new) {
            let stays = if run.has_kept(old) {
                ", and the old ones still are"
            } else {
                ""
            };
            let what = format!("the new answers of {} are not kept{stays}", new.label());
            return Finding::broken(index, what);
        }
        if let Some(place) = stands_under(bench, run, old, &new.id) {
            let what = format!(
                "{place} has the answers of {} from before its edit beside the new ones",
                new.label()
            );
            return Finding::broken(index, what);
        }
    }
    if compared {
        Finding::Met
    } else {
        Finding::undecided("no form was edited")
    }
}

/// The container that has a record of an old version under the id of the new one.
fn stands_under<'a>(
    bench: &'a Bench<'_>,
    run: &'a PlayedRun,
    old: &KitDocument,
    id: &str,
) -> Option<&'a str> {
    let homes = Homes::of(run);
    let container = named_store::containers(bench, run).find(|container| {
        container.records.iter().any(|record| {
            let values: BTreeSet<&str> = record.values().collect();
            values.contains(id) && homes.of_record(record).any(|home| home.is_of(old))
        })
    })?;
    Some(&container.place)
}
