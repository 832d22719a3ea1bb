//! Parents and children: rows of repeats, and whose they are.

use super::{
    links,
    places::{Home, Homes},
};
use crate::{
    evidence::{Container, Kind, Record},
    judge::{Bench, finding::Finding},
};

/// Each row of a repeat stays with its own parent.
///
/// Looked at is every place that says whose a row is: a record with values of both, a record with the
/// id of a document beside a value of the child, and HQ's row numbers in tables side by side. Where
/// there is none, the client does not join them, and nothing can be said.
pub(in crate::judge) fn stays_together(bench: &Bench<'_>) -> Finding {
    let mut joined = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        let homes = Homes::of(run);
        for container in &run.kept.containers {
            for record in &container.records {
                match look(&homes, container, record) {
                    Tie::Right => joined = true,
                    Tie::None => {}
                    Tie::Wrong(what) => return Finding::broken(index, what),
                }
            }
        }
        match links::numbers(&run.kept.containers, &homes) {
            Tie::Right => joined = true,
            Tie::None => {}
            Tie::Wrong(what) => return Finding::broken(index, what),
        }
    }
    if joined {
        Finding::Met
    } else {
        Finding::undecided("the client keeps nothing that says whose a row of a repeat is")
    }
}

/// What a place says of parents and children.
pub(super) enum Tie {
    /// Nothing.
    None,
    /// What the server said.
    Right,
    /// Something else.
    Wrong(String),
}

/// What one record says.
fn look(homes: &Homes<'_>, container: &Container, record: &Record) -> Tie {
    let found: Vec<_> = record
        .values()
        .filter_map(|value| homes.of_value(value))
        .collect();
    let depth = |home: &&Home<'_>| home.depth();
    let Some(child) = found
        .iter()
        .max_by_key(depth)
        .filter(|child| child.depth() > 0)
    else {
        return Tie::None;
    };
    if is_nested(container, record) || has_brothers(&found) {
        return Tie::None;
    }
    let wrong = |other: &str| {
        Tie::Wrong(format!(
            "{} has a row of {} in one record with {other}",
            container.place,
            child.document.label()
        ))
    };
    let mut tie = Tie::None;
    for home in &found {
        if !home.is_of(child.document) {
            return wrong(&home.document.label());
        }
        if !child.is_below(home.row) {
            return wrong("a row that it does not belong to");
        }
        if home.row != child.row {
            tie = Tie::Right;
        }
    }
    for value in record.values() {
        match homes.document(value) {
            Some(document) if child.is_of(document) => tie = Tie::Right,
            Some(document) => return wrong(&document.label()),
            None => {}
        }
    }
    tie
}

/// Whether two rows of one repeat of one document stand in a record: each has columns of its own there, as
/// in a table that is as wide as the document.
fn has_brothers(found: &[Home<'_>]) -> bool {
    found.iter().any(|one| {
        let table = &one.content().table;
        let is_brother = |other: &Home<'_>| {
            other.is_of(one.document) && other.row != one.row && other.content().table == *table
        };
        one.depth() > 0
            && found.iter().all(|other| other.is_of(one.document))
            && found.iter().any(is_brother)
    })
}

/// Whether a record is a document with others in it, in which brothers stand side by side.
fn is_nested(container: &Container, record: &Record) -> bool {
    let name = |column: usize| container.columns.get(column).map_or("", String::as_str);
    match container.kind {
        Kind::Csv | Kind::Sheet | Kind::Html | Kind::Store => false,
        Kind::Json | Kind::Xml | Kind::Ini => record
            .cells
            .iter()
            .any(|cell| name(cell.column).contains(['.', '[', '/'])),
        Kind::Text => true,
    }
}
