//! Records that belong together: rows of which each has one answer of a form, or tables beside each other
//! that name the same form.
//!
//! A value is the name of a form, whatever it is, where all that stands beside it is of this form alone.

use std::collections::HashMap;

use super::places::Homes;
use crate::{
    evidence::{Container, Kind, Record},
    play::kit_world::document::KitDocument,
};

/// What stands beside a value, wherever it stands.
#[derive(Clone, Copy)]
enum Beside<'a> {
    One(&'a KitDocument),
    Several,
}

/// Which form each value names.
pub(super) struct Names<'a> {
    /// By the column in which a value stands: its container and its number.
    in_column: HashMap<(usize, usize, &'a str), Beside<'a>>,
    /// By the file in which it stands.
    in_file: HashMap<(&'a str, &'a str), Beside<'a>>,
}

impl<'a> Names<'a> {
    /// Those in some containers.
    pub(super) fn of(containers: &'a [Container], homes: &Homes<'a>) -> Self {
        let mut names = Self {
            in_column: HashMap::new(),
            in_file: HashMap::new(),
        };
        for (number, container) in containers.iter().enumerate() {
            for record in &container.records {
                let Some(beside) = beside(record, homes) else {
                    continue;
                };
                for cell in record.cells.iter().filter(|cell| !cell.value.is_empty()) {
                    let column = (number, cell.column, cell.value.as_str());
                    note(&mut names.in_column, column, beside);
                    note(&mut names.in_file, (file(container), &*cell.value), beside);
                }
            }
        }
        names
    }

    /// Whether some value of a record, which stands in a container of this number, names a document.
    pub(super) fn tie(
        &self,
        (number, container): (usize, &'a Container),
        record: &'a Record,
        document: &KitDocument,
    ) -> bool {
        let is_it = |beside: Option<&Beside<'_>>| matches!(beside, Some(Beside::One(one)) if std::ptr::eq(*one, document));
        record.cells.iter().any(|cell| {
            is_it(self.in_column.get(&(number, cell.column, &*cell.value)))
                || is_it(self.in_file.get(&(file(container), &*cell.value)))
        })
    }
}

/// The document of which a record has answers, if it has any.
fn beside<'a>(record: &Record, homes: &Homes<'a>) -> Option<Beside<'a>> {
    let mut found = homes.of_record(record);
    let first = found.next()?;
    Some(if found.all(|home| home.is_of(first.document)) {
        Beside::One(first.document)
    } else {
        Beside::Several
    })
}

fn note<'a, K: std::hash::Hash + Eq>(
    names: &mut HashMap<K, Beside<'a>>,
    key: K,
    beside: Beside<'a>,
) {
    let known = names.entry(key).or_insert(beside);
    if let (Beside::One(known_one), Beside::One(one)) = (&*known, beside)
        && std::ptr::eq(*known_one, one)
    {
        return;
    }
    *known = Beside::Several;
}

/// Where the tables of one store are: a database or workbook is one, files side by side are.
fn file(container: &Container) -> &str {
    let place = container.place.as_str();
    let name = place.rfind('/').map_or(0, |at| at + 1);
    match container.kind {
        Kind::Store | Kind::Sheet | Kind::Json | Kind::Html => place[name..]
            .find('#')
            .map_or(place, |at| &place[..name + at]),
        Kind::Csv | Kind::Xml | Kind::Ini | Kind::Text => match place.rfind('!') {
            Some(at) => &place[..at],
            None => &place[..name],
        },
    }
}
