//! Values stay under their headers when columns come, go and move.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Homes;
use crate::{
    evidence::Container,
    judge::{Bench, finding::Finding},
};

/// No column of a container holds answers to two questions of one table.
///
/// A client that keeps all answers in one column, each beside its question, does so from the first
/// run on; its containers say nothing here.
pub(in crate::judge) fn stay_apart(bench: &Bench<'_>) -> Finding {
    let mut seen = false;
    let mut mixing: BTreeSet<&str> = BTreeSet::new();
    for (index, run) in bench.played.runs.iter().enumerate() {
        let homes = Homes::of(run);
        for container in &run.kept.containers {
            match mixed(container, &homes) {
                Columns::None => {}
                Columns::Apart => seen = true,
                Columns::Mixed(_) if index == 0 => _ = mixing.insert(&container.place),
                Columns::Mixed(what) if !mixing.contains(container.place.as_str()) => {
                    return Finding::broken(index, what);
                }
                Columns::Mixed(_) => {}
            }
        }
    }
    if seen {
        Finding::Met
    } else {
        Finding::undecided("the client keeps no table in which a column holds one question")
    }
}

enum Columns {
    None,
    Apart,
    Mixed(String),
}

fn mixed(container: &Container, homes: &Homes<'_>) -> Columns {
    let mut held: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    for record in &container.records {
        for cell in &record.cells {
            let Some(home) = homes.of_value(&cell.value) else {
                continue;
            };
            let place = (cell.column, home.content().table.as_str());
            let question = held.entry(place).or_insert(home.question);
            if *question != home.question {
                let name = container
                    .columns
                    .get(cell.column)
                    .map_or("", String::as_str);
                return Columns::Mixed(format!(
                    "column {} ({name:?}) of {} holds answers to {question} and to {}",
                    cell.column + 1,
                    container.place,
                    home.question
                ));
            }
        }
    }
    if held.len() > 1 {
        Columns::Apart
    } else {
        Columns::None
    }
}
