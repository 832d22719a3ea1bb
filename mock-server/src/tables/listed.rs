//! Tables that simply stand in memory: cases, users, and whatever tests need.

use std::io;

use super::table::{Cell, Tables};

/// A [`Cell`] that owns its text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text; may be empty.
    Text(String),
    /// The row has no such value: printed as three hyphens.
    Missing,
    /// No value.
    Null,
    /// A whole number made by the server.
    Int(i64),
    /// A truth value made by the server.
    Bool(bool),
    /// Microseconds since 1970-01-01 UTC.
    Time(i64),
}

impl Value {
    /// The value as a cell.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Missing => Cell::Missing,
            Self::Null => Cell::Null,
            Self::Int(number) => Cell::Int(*number),
            Self::Bool(truth) => Cell::Bool(*truth),
            Self::Time(moment) => Cell::Time(*moment),
        }
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Missing => Self::Missing,
            Cell::Null => Self::Null,
            Cell::Int(number) => Self::Int(number),
            Cell::Bool(truth) => Self::Bool(truth),
            Cell::Time(moment) => Self::Time(moment),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A list of tables with all their rows.
///
/// ```
/// use fakehq::tables::{listed::{Listed, Value}, table::Tables};
///
/// let mut tables: Listed = [("User".to_owned(), vec!["username".to_owned(), "is_active".to_owned()])]
///     .into_iter()
///     .collect();
/// tables.push(0, vec!["nurse".into(), Value::Bool(true)]);
/// assert_eq!(tables.name(0), "User");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    tables: Vec<ListedTable>,
}

#[derive(Clone, Debug, PartialEq)]
struct ListedTable {
    name: String,
    headers: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Listed {
    /// Adds a row to a table; it becomes as long as the headers: what is too much is dropped, what
    /// is too little is null. Without such a table nothing happens.
    pub fn push(&mut self, table: usize, mut row: Vec<Value>) {
        if let Some(table) = self.tables.get_mut(table) {
            row.resize(table.headers.len(), Value::Null);
            table.rows.push(row);
        }
    }

    /// The rows of a table; none where there is no such table.
    #[must_use]
    pub fn values(&self, table: usize) -> &[Vec<Value>] {
        self.tables.get(table).map_or(&[], |table| &table.rows)
    }

    /// A copy of any tables, all rows in memory.
    #[must_use]
    pub fn copied(tables: &dyn Tables) -> Self {
        let mut copy: Self = (0..tables.count())
            .map(|table| {
                (
                    tables.name(table).to_owned(),
                    tables.headers(table).to_vec(),
                )
            })
            .collect();
        for table in 0..tables.count() {
            let pushed = tables.rows(table, &mut |row| {
                copy.push(table, row.iter().map(|cell| Value::from(*cell)).collect());
                Ok(())
            });
            debug_assert!(pushed.is_ok(), "only the closure could fail");
        }
        copy
    }
}

/// Tables without rows, of names and headers.
impl FromIterator<(String, Vec<String>)> for Listed {
    fn from_iter<I: IntoIterator<Item = (String, Vec<String>)>>(tables: I) -> Self {
        Self {
            tables: tables
                .into_iter()
                .map(|(name, headers)| ListedTable {
                    name,
                    headers,
                    rows: Vec::new(),
                })
                .collect(),
        }
    }
}

impl Tables for Listed {
    fn count(&self) -> usize {
        self.tables.len()
    }

    fn name(&self, table: usize) -> &str {
        &self.tables[table].name
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.tables[table].headers
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut cells = Vec::new();
        for row in &self.tables[table].rows {
            cells.clear();
            cells.extend(row.iter().map(Value::cell));
            each(&cells)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_long_as_the_headers_and_a_copy_is_equal() {
        let mut tables: Listed = [("t".to_owned(), vec!["a".to_owned(), "b".to_owned()])]
            .into_iter()
            .collect();
        tables.push(0, vec!["x".into()]);
        tables.push(0, vec![Value::Missing, Value::Int(-3), Value::Bool(true)]);
        tables.push(7, vec![]);
        assert_eq!(
            tables.values(0),
            [
                vec!["x".into(), Value::Null],
                vec![Value::Missing, Value::Int(-3)]
            ]
        );
        assert_eq!(Listed::copied(&tables), tables);
    }
}
