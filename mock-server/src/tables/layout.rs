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
    pub(super) tables: Vec<TableLayout>,
}

/// One table of a layout.
#[derive(Debug)]
pub(super) struct TableLayout {
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// From the root of a document to the value that makes a row.
    pub(super) path: Vec<Step>,
    /// From that value to the cells behind the id columns.
    pub(super) row: Plan,
    /// How many id columns stand in front of those cells.
    pub(super) id_columns: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(Arc<str>),
    Each,
}

/// What to do with a value of the row being filled.
#[derive(Debug, Default)]
pub(super) enum Plan {
    /// It belongs to another table.
    #[default]
    Skip,
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
        let mut columns = Columns::default();
        let row = columns.members(&schema.root, &mut Vec::new());
        let root = Place {
            path: Vec::new(),
            name: vec![EACH],
            levels: 1,
        };
        root.add(row, columns, style, &mut tables);
        Self {
            separator: style.separator.clone(),
            tables,
        }
    }
}

/// Where a table stands in the schema.
struct Place<'a> {
    path: Vec<Step>,
    name: Vec<&'a str>,
    levels: usize,
}

impl<'a> Place<'a> {
    /// Adds the table of this place, then those of the lists found in it.
    fn add(self, row: Plan, columns: Columns<'a>, style: &Style, tables: &mut Vec<TableLayout>) {
        if !columns.headers.is_empty() {
            let mut headers = vec!["id".to_owned()];
            if self.levels > 1 {
                headers.extend((0..self.levels).map(|level| format!("id__{level}")));
            }
            let id_columns = headers.len();
            // The id columns take no part in cutting and numbering.
            headers.extend(headers::cut(
                columns
                    .headers
                    .iter()
                    .map(|path| path.join(&style.separator)),
                style.max_column_size,
            ));
            tables.push(TableLayout {
                name: self.name.join(&style.separator),
                headers,
                path: self.path.clone(),
                row,
                id_columns,
            });
        }
        for (keys, item) in columns.lists {
            let mut path = self.path.clone();
            path.extend(keys.iter().map(|key| Step::Key((*key).into())));
            path.push(Step::Each);
            let mut name = self.name.clone();
            name.extend(keys);
            name.push(EACH);
            let place = Place {
                path,
                name,
                levels: self.levels + 1,
            };
            let mut columns = Columns::default();
            let row = columns.plan(item, &mut Vec::new());
            place.add(row, columns, style, tables);
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
}

impl<'a> Columns<'a> {
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
                Plan::Skip
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
