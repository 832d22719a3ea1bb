//! Exports of which nearly every cell is empty.
//!
//! A table is as wide as all its rows together have columns. Where each row brings a column of its own, the
//! table grows with the square of their number: 20,000 forms with a question each make 400 million cells and
//! 2.7 GB of three hyphens. Nobody wants these; they come of a key that holds a value, such as an id or a date.

use std::{cell::Cell as Counter, io};

use crate::tables::table::{Cell, Tables};

/// As many cells of an export nobody looks at.
const UNWATCHED: usize = 20_000_000;

/// So many of those behind them may be empty, whatever the others are.
const MOST_EMPTY: usize = 20_000_000;

/// One of so many cells must hold something.
const ONE_OF: usize = 32;

/// Tables whose rows end with an error where nearly all of very many cells are empty.
pub(super) struct Watched<'t> {
    tables: &'t dyn Tables,
    unwatched: usize,
    most_empty: usize,
    cells: Counter<usize>,
    empty: Counter<usize>,
}

impl<'t> Watched<'t> {
    pub(super) fn new(tables: &'t dyn Tables) -> Self {
        Self {
            tables,
            unwatched: UNWATCHED,
            most_empty: MOST_EMPTY,
            cells: Counter::new(0),
            empty: Counter::new(0),
        }
    }

    fn watch(&self, table: usize, row: &[Cell<'_>]) -> io::Result<()> {
        let before = self.cells.get();
        self.cells.set(before + row.len());
        let Some(watched) = before.checked_sub(self.unwatched) else {
            return Ok(());
        };
        let watched = watched + row.len();
        let is_empty = |cell: &&Cell<'_>| matches!(cell, Cell::Missing | Cell::Null);
        let empty = self.empty.get() + row.iter().filter(is_empty).count();
        self.empty.set(empty);
        let filled = watched.saturating_sub(empty);
        if empty > self.most_empty && filled < watched / ONE_OF {
            return Err(self.refusal(table));
        }
        Ok(())
    }

    fn refusal(&self, table: usize) -> io::Error {
        let name = self.tables.name(table);
        let columns = self.tables.headers(table).len();
        io::Error::other(format!(
            "the table {name} has {columns} columns, and in nearly every row nearly all are empty: the export \
             would be millions of empty cells. Keys that hold a value, such as an id or a date, do that; make \
             them answers of one question"
        ))
    }
}

impl Tables for Watched<'_> {
    fn count(&self) -> usize {
        self.tables.count()
    }

    fn name(&self, table: usize) -> &str {
        self.tables.name(table)
    }

    fn headers(&self, table: usize) -> &[String] {
        self.tables.headers(table)
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.tables.rows(table, &mut |row| {
            self.watch(table, row)?;
            each(row)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::{Listed, Value};

    /// Rows of a hundred columns, of which so many hold something.
    fn walked(rows: usize, filled: usize) -> io::Result<()> {
        let headers = (0..100).map(|column| column.to_string()).collect();
        let mut tables: Listed = [("#".to_owned(), headers)].into_iter().collect();
        for _ in 0..rows {
            let mut row = vec![Value::from("x"); filled];
            row.resize(100, Value::Missing);
            tables.push(0, row);
        }
        let watched = Watched {
            unwatched: 1_000,
            most_empty: 2_000,
            ..Watched::new(&tables)
        };
        watched.rows(0, &mut |_| Ok(()))
    }

    #[test]
    fn only_very_many_cells_that_are_nearly_all_empty_are_refused() {
        for (rows, filled, refused) in [
            (30, 1, false),
            (31, 1, true),
            (1_000, 1, true),
            (1_000, 3, true),
            (1_000, 5, false),
            (1_000, 100, false),
        ] {
            let error = walked(rows, filled).err().map(|error| error.to_string());
            assert_eq!(error.is_some(), refused, "{rows} rows, {filled} filled");
            assert!(error.is_none_or(|error| error.starts_with("the table # has 100 columns")));
        }
    }
}
