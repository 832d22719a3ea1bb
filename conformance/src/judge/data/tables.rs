//! Tables stay under their names, in whatever order they arrive.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Homes;
use crate::{
    evidence::Kind,
    judge::{Bench, finding::Finding},
    play::played::PlayedRun,
};

/// No place that held rows of some tables after the first run holds rows of another one after a later
/// run.
///
/// What a client calls its tables is its own affair, and it may join several in one; so the first run
/// says what belongs where. A place that is new in a later run says nothing.
pub(in crate::judge) fn stay_apart(bench: &Bench<'_>) -> Finding {
    let Some((first, later)) = bench.played.runs.split_first() else {
        return Finding::undecided("the client was not run");
    };
    let at_first = tables_by_place(first);
    let mut compared = false;
    for (index, run) in later.iter().enumerate() {
        for (place, tables) in tables_by_place(run) {
            let Some(before) = at_first.get(place) else {
                continue;
            };
            compared = true;
            if let Some(strange) = tables.difference(before).next() {
                let held: Vec<_> = before.iter().map(|table| named(table)).collect();
                let what = format!(
                    "{place} held rows of {} after the first run, and now holds rows of {}",
                    held.join(", "),
                    named(strange)
                );
                return Finding::broken(index + 1, what);
            }
        }
    }
    if compared {
        Finding::Met
    } else {
        Finding::undecided(
            "no later run kept rows in a table with a name where an earlier one had kept some",
        )
    }
}

/// Which tables of the world have rows in each place.
fn tables_by_place(run: &PlayedRun) -> BTreeMap<&str, BTreeSet<&str>> {
    let homes = Homes::of(run);
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for container in &run.kept.containers {
        // The tables of a page have numbers, and stand where the server put them.
        if container.kind == Kind::Html {
            continue;
        }
        for record in &container.records {
            let tables = homes
                .of_record(record)
                .map(|home| home.content().table.as_str());
            places.entry(&container.place).or_default().extend(tables);
        }
    }
    places.retain(|_, tables| !tables.is_empty());
    places
}

fn named(table: &str) -> &str {
    match table {
        "" => "the main table",
        table => table,
    }
}
