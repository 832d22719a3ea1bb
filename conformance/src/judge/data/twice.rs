//! Rows that stand twice in one container.

use std::collections::{BTreeMap, BTreeSet};

use super::{named_store, places::Homes};
use crate::{
    evidence::{Container, Record},
    judge::{Bench, finding::Finding},
    play::{
        kit_world::{document::KitDocument, witness::is_data},
        played::PlayedRun,
    },
};

/// No container holds two records of the same form that say the same.
///
/// In a table that joins children to their parents the parent's values repeat, but never with the
/// same child, so only records that are alike in every value count.
///
/// Where the manifest names the store, this is asked of the store. Where it does not, a table of all
/// that ever came may lie beside a store that has each form once, and a row may be marked as old instead of
/// taken out: neither is a breach.
pub(in crate::judge) fn nothing_is(bench: &Bench<'_>) -> Finding {
    let mut excused = None;
    for (index, run) in bench.played.runs.iter().enumerate() {
        if let Some(missing) = named_store::missing(bench, run) {
            return Finding::Undecided(missing);
        }
        let homes = Homes::of(run);
        let store = &bench.operation.store;
        let asked = run.kept.containers.iter();
        let asked = asked.filter(|container| store.is_unknown() || store.holds(&container.place));
        for container in asked {
            let Some(double) = stands_twice(container, &homes) else {
                continue;
            };
            let what = format!(
                "{} holds {} more than once",
                container.place,
                double.label()
            );
            if !store.is_unknown() {
                return Finding::broken(index, what);
            }
            match excuse(run, container, &homes) {
                None => return Finding::broken(index, what),
                Some(excuse) => _ = excused.get_or_insert(format!("{what}, {excuse}")),
            }
        }
    }
    match excused {
        Some(what) => Finding::remarked(format!(
            "{what}; `store` in the manifest can say which of them is the store"
        )),
        None => Finding::Met,
    }
}

/// What a record says of its form.
///
/// Row numbers and what the client adds do not count: numbers start again in every download, so that
/// the same row may come under another one.
fn data(record: &Record) -> BTreeSet<&str> {
    let values = record.values().map(str::trim);
    values.filter(|value| is_data(value)).collect()
}

fn document<'a>(record: &Record, homes: &Homes<'a>) -> Option<&'a KitDocument> {
    let home = record.values().find_map(|value| homes.of_value(value))?;
    Some(home.document)
}

/// A document that stands in two records that hold the same data.
fn stands_twice<'a>(container: &Container, homes: &Homes<'a>) -> Option<&'a KitDocument> {
    let mut seen = BTreeSet::new();
    container.records.iter().find_map(|record| {
        let document = document(record, homes)?;
        let is_new = seen.insert(data(record));
        (!is_new).then_some(document)
    })
}

/// Why a container may hold a document more than once and the store does not.
fn excuse(run: &PlayedRun, container: &Container, homes: &Homes<'_>) -> Option<String> {
    if let Some(column) = mark(container, homes) {
        return Some(format!(
            "and column {} may mark which of them counts",
            column + 1
        ));
    }
    // Row by row the same, and of more than one form: a single download that is kept beside the store holds
    // what it brought, and a table that joins others says more in each row.
    let rows = |container: &Container| {
        let of_forms = container.records.iter();
        let of_forms = of_forms.filter(|record| document(record, homes).is_some());
        let rows = of_forms.map(|record| data(record).into_iter().map(str::to_owned).collect());
        rows.collect::<BTreeSet<BTreeSet<String>>>()
    };
    let all = rows(container);
    if all.len() < 2 {
        return None;
    }
    let store = run.kept.containers.iter().find(|other| {
        !std::ptr::eq(*other, container)
            && rows(other).is_superset(&all)
            && stands_twice(other, homes).is_none()
    })?;
    Some(format!("and {} holds each once", store.place))
}

/// A column that may mark the rows that count: it has one value in every row whose form stands there once,
/// and in just one of each form that stands there more often.
fn mark(container: &Container, homes: &Homes<'_>) -> Option<usize> {
    let mut groups: BTreeMap<BTreeSet<&str>, Vec<&Record>> = BTreeMap::new();
    for record in &container.records {
        if document(record, homes).is_some() {
            groups.entry(data(record)).or_default().push(record);
        }
    }
    let (single, several): (Vec<_>, Vec<_>) = groups.values().partition(|rows| rows.len() == 1);
    let at = |record: &Record, column: usize| {
        let cell = record.cells.iter().find(|cell| cell.column == column);
        cell.map_or(String::new(), |cell| cell.value.clone())
    };
    let columns = 0..container.columns.len();
    columns.into_iter().find(|column| {
        let mut usual = single.iter().map(|rows| at(rows[0], *column));
        let Some(first) = usual.next() else {
            return false;
        };
        single.len() > 1
            && usual.all(|value| value == first)
            && several.iter().all(|rows| {
                let marked = rows.iter().filter(|row| at(row, *column) == first);
                marked.count() == 1
            })
    })
}
