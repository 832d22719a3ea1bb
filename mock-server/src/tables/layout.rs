//! A schema becomes tables and columns, in order (facts E.2, E.3).
//!
//! The root table is called `#`; every list anywhere becomes a table of its own, named by the path
//! to it with a `#` for each level of lists. Tables and columns stand in the order of their path
//! segments, not of the joined names. A place that has no column of its own makes no table.

use std::sync::Arc;

use super::{
    headers::{self, DEFAULT_SIZE},
    keyed::Keyed,
    schema::{Schema, Shape},
};

/// The segment of a path that stands for "each element of this list", and the name of the root.
const EACH: &str = "#";

/// How an export is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// What joins path segments in headers and table names, and numbers in ids: `|` in the plain
    /// export, `.` in custom ones.
    pub separator: String,
    /// The longest header, in characters; see [`headers::cut`].
    pub max_column_size: i64,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            separator: "|".to_owned(),
            max_column_size: DEFAULT_SIZE,
        }
    }
}

/// The tables of a schema: names, headers, and the way from a document to its cells.
#[derive(Debug)]
pub struct Layout {
    pub(super) separator: String,
    /// From the root of a document to the cells behind the id column.
    pub(super) root: Plan,
    /// How many lists there are outside of any list.
    pub(super) lists: usize,
    pub(super) tables: Vec<TableLayout>,
}

/// One table of a layout.
#[derive(Debug)]
pub(super) struct TableLayout {
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// What its rows are made of.
    pub(super) rows: TableRows,
    /// How many id columns stand in front of the other cells.
    pub(super) id_columns: usize,
}

/// Where the rows of a table come from.
#[derive(Debug)]
pub(super) enum TableRows {
    /// Each document is a row.
    Documents,
    /// Rows are in a list, or in lists below it.
    InList {
        /// The outermost list on the way, by the number that [`Plan::List`] gives it.
        list: usize,
        /// From that list to the value that makes a row.
        path: Vec<Step>,
        /// From that value to the cells behind the id columns.
        row: Plan,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(Arc<str>),
    Each,
}

/// What to do with a value of the row being filled.
#[derive(Debug, Default)]
pub(super) enum Plan {
    /// It belongs to another table, within the list of another table.
    #[default]
    Skip,
    /// It is a list outside of any list, known by this number.
    List(usize),
    /// It is the cell of this column; `null` where nobody ever gave a value.
    Cell { column: usize, null: bool },
    /// Its members are.
    Members(Keyed<Plan>),
}

impl Layout {
    /// Lays out a schema.
    #[must_use]
    pub fn of(schema: &Schema, style: &Style) -> Self {
        let mut tables = Vec::new();
        let mut columns = Columns::of_root();
        let root = columns.members(&schema.root, &mut Vec::new());
        let lists = columns.lists.len();
        columns.add_to(&mut tables, style, &[EACH], 1, TableRows::Documents);
        for (list, (keys, item)) in columns.lists.into_iter().enumerate() {
            let place = Place {
                list,
                path: vec![Step::Each],
                name: [&[EACH], &keys[..], &[EACH]].concat(),
                levels: 2,
            };
            place.add(item, style, &mut tables);
        }
        Self {
            separator: style.separator.clone(),
            root,
            lists,
            tables,
        }
    }
}

/// Where a table of list elements stands in the schema.
struct Place<'a> {
    list: usize,
    path: Vec<Step>,
    name: Vec<&'a str>,
    levels: usize,
}

impl<'a> Place<'a> {
    /// Adds the table of this place, then those of the lists found in it.
    fn add(self, item: &'a Shape, style: &Style, tables: &mut Vec<TableLayout>) {
        let mut columns = Columns::default();
        let rows = TableRows::InList {
            list: self.list,
            path: self.path.clone(),
            row: columns.plan(item, &mut Vec::new()),
        };
        columns.add_to(tables, style, &self.name, self.levels, rows);
        for (keys, item) in columns.lists {
            let mut path = self.path.clone();
            path.extend(keys.iter().map(|key| Step::Key((*key).into())));
            path.push(Step::Each);
            let place = Place {
                list: self.list,
                path,
                name: [&self.name, &keys[..], &[EACH]].concat(),
                levels: self.levels + 1,
            };
            place.add(item, style, tables);
        }
    }
}

/// What one table finds on its walk over the shapes.
#[derive(Default)]
struct Columns<'a> {
    /// The path of each column.
    headers: Vec<Vec<&'a str>>,
    /// The path and the element of each list: tables of their own.
    lists: Vec<(Vec<&'a str>, &'a Shape)>,
    /// Whether these are the columns of the root table.
    root: bool,
}

impl<'a> Columns<'a> {
    fn of_root() -> Self {
        Self {
            root: true,
            ..Self::default()
        }
    }

    /// Adds a table with these columns, if there are any.
    fn add_to(
        &self,
        tables: &mut Vec<TableLayout>,
        style: &Style,
        name: &[&str],
        levels: usize,
        rows: TableRows,
    ) {
        if self.headers.is_empty() {
            return;
        }
        let mut headers = vec!["id".to_owned()];
        if levels > 1 {
            headers.extend((0..levels).map(|level| format!("id__{level}")));
        }
        let id_columns = headers.len();
        // The id columns take no part in cutting and numbering.
        headers.extend(headers::cut(
            self.headers.iter().map(|path| path.join(&style.separator)),
            style.max_column_size,
        ));
        tables.push(TableLayout {
            name: name.join(&style.separator),
            headers,
            rows,
            id_columns,
        });
    }

    fn plan(&mut self, shape: &'a Shape, path: &mut Vec<&'a str>) -> Plan {
        match shape {
            Shape::Null | Shape::Text => {
                self.headers.push(path.clone());
                Plan::Cell {
                    column: self.headers.len() - 1,
                    null: *shape == Shape::Null,
                }
            }
            Shape::Object(members) => self.members(members, path),
            Shape::List(item) => {
                self.lists.push((path.clone(), item));
                if self.root {
                    Plan::List(self.lists.len() - 1)
                } else {
                    Plan::Skip
                }
            }
        }
    }

    fn members(&mut self, members: &'a Keyed<Shape>, path: &mut Vec<&'a str>) -> Plan {
        Plan::Members(members.map_sorted(|key, shape| {
            path.push(key);
            let plan = self.plan(shape, path);
            path.pop();
            plan
        }))
    }
}
