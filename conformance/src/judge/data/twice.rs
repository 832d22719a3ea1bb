//! Rows that stand twice in one container.

use std::collections::BTreeSet;

use super::places::Homes;
use crate::{
    evidence::Container,
    judge::{Bench, finding::Finding},
    play::kit_world::{document::KitDocument, witness::is_data},
};

/// No container holds two records of the same form that say the same.
///
/// In a table that joins children to their parents the parent's values repeat, but never with the
/// same child, so only records that are alike in every value count.
pub(in crate::judge) fn nothing_is(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        let homes = Homes::of(run);
        let double = run.kept.containers.iter().find_map(|container| {
            let document = stands_twice(container, &homes)?;
            Some((container, document))
        });
        if let Some((container, document)) = double {
            let what = format!(
                "{} holds {} more than once",
                container.place,
                document.label()
            );
            return Finding::broken(index, what);
        }
    }
    Finding::Met
}

/// A document that stands in two records that hold the same data.
///
/// Row numbers and what the client adds do not count: numbers start again in every download, so that
/// the same row may come under another one.
fn stands_twice<'a>(container: &Container, homes: &Homes<'a>) -> Option<&'a KitDocument> {
    let mut seen = BTreeSet::new();
    container.records.iter().find_map(|record| {
        let home = record.values().find_map(|value| homes.of_value(value))?;
        let data: BTreeSet<&str> = record.values().filter(|value| is_data(value)).collect();
        let is_new = seen.insert(data);
        (!is_new).then_some(home.document)
    })
}
