//! HQ's row numbers, by which the rows of a repeat name their parents: `id` of the parent, `parent|n`
//! of the child (facts E.2).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    family::Tie,
    places::{Home, Homes},
};
use crate::evidence::{Container, Kind};

/// A table of rows with numbers, and the place of the download it is from.
struct Numbered<'a> {
    container: &'a Container,
    rows: BTreeMap<&'a str, Home<'a>>,
}

/// What the numbers in tables side by side say.
pub(super) fn numbers<'a>(containers: &'a [Container], homes: &Homes<'a>) -> Tie {
    let mut groups: BTreeMap<&str, Vec<Numbered<'a>>> = BTreeMap::new();
    for container in containers {
        if let Some(numbered) = numbered(container, homes) {
            groups
                .entry(download(container))
                .or_default()
                .push(numbered);
        }
    }
    let mut right = false;
    for tables in groups.values() {
        if are_of_several_downloads(tables) {
            continue;
        }
        for table in tables {
            match parents_of(table, tables) {
                Tie::Wrong(what) => return Tie::Wrong(what),
                Tie::Right => right = true,
                Tie::None => {}
            }
        }
    }
    if right { Tie::Right } else { Tie::None }
}

/// A table whose records of the world all begin with a number of their own: `3`, `3|0`.
fn numbered<'a>(container: &'a Container, homes: &Homes<'a>) -> Option<Numbered<'a>> {
    let mut rows = BTreeMap::new();
    for record in &container.records {
        let Some(home) = record.values().find_map(|value| homes.of_value(value)) else {
            continue;
        };
        let first = record.cells.first().filter(|cell| cell.column == 0)?;
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !first.value.split('|').all(is_number) || rows.insert(&*first.value, home).is_some() {
            return None;
        }
    }
    (!rows.is_empty()).then_some(Numbered { container, rows })
}

/// Where the tables of one download are: the archive or the file they are in, else the folder.
fn download(container: &Container) -> &str {
    let place = &container.place;
    let file = place.rfind('/').map_or(0, |at| at + 1);
    match (place.rfind('!'), container.kind) {
        (_, Kind::Json | Kind::Sheet | Kind::Html | Kind::Store) => place[file..]
            .find('#')
            .map_or(place, |at| &place[..file + at]),
        (Some(at), _) => &place[..at],
        (None, _) => &place[..file],
    }
}

/// Whether two of the tables number rows of one kind, so that a number may mean either.
fn are_of_several_downloads(tables: &[Numbered<'_>]) -> bool {
    let mut kinds = BTreeSet::new();
    tables.iter().any(|table| {
        let kind = table.rows.values().next().map(|home| &home.content().table);
        !kinds.insert(kind)
    })
}

/// Whether the rows of a table name the parents they have, among the other tables.
fn parents_of(table: &Numbered<'_>, tables: &[Numbered<'_>]) -> Tie {
    let mut tie = Tie::None;
    for (number, home) in &table.rows {
        let (Some(parent), Some((named, _))) = (home.content().parent, number.rsplit_once('|'))
        else {
            return Tie::None;
        };
        let kind = &home.document.rows[parent].table;
        let is_parent = |table: &&Numbered<'_>| {
            let first = table.rows.values().next();
            first.is_some_and(|first| first.content().table == *kind)
        };
        let Some(parents) = tables.iter().find(is_parent) else {
            return Tie::None;
        };
        match parents.rows.get(named) {
            Some(found) if found.is_of(home.document) && found.row == parent => tie = Tie::Right,
            Some(found) => {
                return Tie::Wrong(format!(
                    "{} says that a row of {} belongs to number {named}, and in {} that is {}",
                    table.container.place,
                    home.document.label(),
                    parents.container.place,
                    found.document.label()
                ));
            }
            None => {}
        }
    }
    tie
}
