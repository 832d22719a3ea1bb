//! A table, and which of several is the main one.

use std::collections::BTreeSet;

use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
    settings::Task,
};

/// The table with a row for each form (facts E.2).
pub const FORMS: &str = "#";

/// The table of cases, and its later name (facts F).
pub const CASES: [&str; 2] = ["Case", "Cases"];

/// A table as it was sent, every cell a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name, without a file's extension.
    pub name: String,
    /// The names of its columns, no two alike.
    pub headers: Vec<String>,
    /// Its rows, each as long as the headers.
    pub rows: Vec<Vec<String>>,
}

/// How the tables of an export are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// `#` and the repeats under it.
    Forms,
    /// Cases, referrals, users.
    Cases,
    /// Any way: a custom export has titles of its own, a given file is of either kind.
    Any,
}

impl Names {
    /// Those of a task's exports.
    #[must_use]
    pub const fn of(task: Task) -> Self {
        match task {
            Task::FormExport => Self::Forms,
            Task::CaseExport => Self::Cases,
            Task::CustomExport | Task::ReadFile => Self::Any,
        }
    }

    /// Where the main table stands; where any names will do, the first if none has a known one.
    ///
    /// # Errors
    /// There is none.
    pub fn main(self, tables: &[Table], bugs: Bugs) -> Result<usize, Failure> {
        if bugs.has(Bug::FirstTableIsMain) && !tables.is_empty() {
            return Ok(0);
        }
        let wanted: &[&str] = match self {
            Self::Forms => &[FORMS],
            Self::Cases => &CASES,
            Self::Any => &[FORMS, CASES[0], CASES[1]],
        };
        let known = tables
            .iter()
            .position(|table| wanted.contains(&table.name.as_str()));
        let first = || (self == Self::Any && !tables.is_empty()).then_some(0);
        known.or_else(first).ok_or_else(|| {
            let found: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
            Failure::NoTable {
                wanted: wanted.join(" or "),
                found: found.join(", "),
            }
        })
    }
}

impl Table {
    /// The place of a column.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|found| found == header)
    }

    /// A question may have the name of a column HQ adds: both are called `id` then. The later ones
    /// of a name get a number.
    pub(super) fn make_headers_distinct(&mut self) {
        let mut taken = BTreeSet::new();
        for header in &mut self.headers {
            let mut name = header.clone();
            let mut number = 1;
            while !taken.insert(name.clone()) {
                number += 1;
                name = format!("{header} ({number})");
            }
            *header = name;
        }
    }

    /// Takes columns out, by their places.
    pub(super) fn retain_columns(&mut self, keep: impl Fn(usize) -> bool) {
        let retained = |cells: &mut Vec<String>| {
            let mut place = 0;
            cells.retain(|_| {
                place += 1;
                keep(place - 1)
            });
        };
        retained(&mut self.headers);
        self.rows.iter_mut().for_each(retained);
    }
}

impl From<fakehq::from_export::table::Table> for Table {
    fn from(table: fakehq::from_export::table::Table) -> Self {
        let texts = |row: Vec<fakehq::from_export::table::Cell>| {
            row.iter().map(|cell| cell.text().to_owned()).collect()
        };
        Self {
            name: table.name,
            headers: table.headers,
            rows: table.rows.into_iter().map(texts).collect(),
        }
    }
}

/// A table of these rows, the headers first.
#[cfg(test)]
pub(in crate::reference) fn table(name: &str, rows: &[&[&str]]) -> Table {
    let texts = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    let mut rows: Vec<Vec<String>> = rows.iter().map(texts).collect();
    Table {
        name: name.to_owned(),
        headers: rows.remove(0),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_one_name_are_told_apart() {
        let mut table = Table {
            headers: ["id", "id (2)", "id", "id"].map(str::to_owned).to_vec(),
            ..Table::default()
        };
        table.make_headers_distinct();
        assert_eq!(table.headers, ["id", "id (2)", "id (3)", "id (4)"]);
    }
}
