//! A schema becomes tables and columns, in order (facts E.2, E.3).
//!
//! The root table is called `#`; every list anywhere becomes a table of its own, named by the path
//! to it with a `#` for each level of lists. Tables and columns stand in the order of their path
//! segments, not of the joined names. A place that has no column of its own makes no table.

use std::sync::Arc;

use super::headers::{self, DEFAULT_SIZE};
use crate::document::{
    ordered_map::Keyed,
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
///
/// Every list of the schema has a number, those outside of any list first.
#[derive(Debug)]
pub struct Layout {
    pub(super) separator: String,
    /// What to do with a document.
    pub(super) root: Plan,
    /// What to do with the elements of each list.
    pub(super) elements: Vec<Plan>,
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
    /// Each element of a list.
    Elements {
        /// The number of that list.
        list: usize,
        /// The number of the outermost list on the way to it.
        outermost: usize,
        /// From that outermost list to the value that makes a row.
        path: Vec<Step>,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(Arc<str>),
    Each,
}

/// What to do with a value.
#[derive(Debug, Default)]
pub(super) enum Plan {
    #[default]
    Nothing,
    /// It is a cell of the row that its list or document makes.
    Cell(Column),
    /// It is the list of this number.
    List(usize),
    /// Its members are more of this.
    Members(Keyed<Plan>),
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Whose elements are the rows.
    pub(super) of: Owner,
    /// Its position behind the id columns.
    pub(super) at: usize,
    /// Whether nobody ever gave a value.
    pub(super) null: bool,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Owner {
    /// Documents.
    #[default]
    Documents,
    /// Elements of the list of this number.
    List(usize),
}

impl Layout {
    /// Lays out a schema.
    #[must_use]
    pub fn of(schema: &Schema, style: &Style) -> Self {
        let mut layout = Self {
            separator: style.separator.clone(),
            root: Plan::Nothing,
            elements: Vec::new(),
            lists: 0,
            tables: Vec::new(),
        };
        let mut columns = Columns::new(Owner::Documents, &mut layout.elements);
        layout.root = columns.members(&schema.root, &mut Vec::new());
        let Columns { headers, lists, .. } = columns;
        layout.lists = layout.elements.len();
        layout.add_table(&headers, style, &[EACH], 1, TableRows::Documents);
        for list in lists {
            let way = Way {
                outermost: list.number,
                path: vec![Step::Each],
                name: [&[EACH], &list.keys[..], &[EACH]].concat(),
                levels: 2,
            };
            layout.add_list(list, way, style);
        }
        layout
    }

    /// Adds the table of a list, then those of the lists found in it.
    fn add_list<'a>(&mut self, list: FoundList<'a>, way: Way<'a>, style: &Style) {
        let mut columns = Columns::new(Owner::List(list.number), &mut self.elements);
        let plan = columns.plan(list.element, &mut Vec::new());
        let Columns { headers, lists, .. } = columns;
        self.elements[list.number] = plan;
        let rows = TableRows::Elements {
            list: list.number,
            outermost: way.outermost,
            path: way.path.clone(),
        };
        self.add_table(&headers, style, &way.name, way.levels, rows);
        for inner in lists {
            let mut path = way.path.clone();
            path.extend(inner.keys.iter().map(|key| Step::Key((*key).into())));
            path.push(Step::Each);
            let way = Way {
                outermost: way.outermost,
                path,
                name: [&way.name, &inner.keys[..], &[EACH]].concat(),
                levels: way.levels + 1,
            };
            self.add_list(inner, way, style);
        }
    }

    /// Adds a table with these columns, if there are any.
    fn add_table(
        &mut self,
        columns: &[Vec<&str>],
        style: &Style,
        name: &[&str],
        levels: usize,
        rows: TableRows,
    ) {
        if columns.is_empty() {
            return;
        }
        let mut headers = vec!["id".to_owned()];
        if levels > 1 {
            headers.extend((0..levels).map(|level| format!("id__{level}")));
        }
        let id_columns = headers.len();
        // The id columns take no part in cutting and numbering.
        headers.extend(headers::cut(
            columns.iter().map(|path| path.join(&style.separator)),
            style.max_column_size,
        ));
        self.tables.push(TableLayout {
            name: name.join(&style.separator),
            headers,
            rows,
            id_columns,
        });
    }
}

/// The way to a list.
struct Way<'a> {
    outermost: usize,
    path: Vec<Step>,
    name: Vec<&'a str>,
    levels: usize,
}

/// A list met in the rows of a table: a table of its own.
struct FoundList<'a> {
    number: usize,
    /// The keys on the way to it.
    keys: Vec<&'a str>,
    element: &'a Shape,
}

/// What one table finds on its walk over the shapes.
struct Columns<'a, 'l> {
    of: Owner,
    /// The path of each column.
    headers: Vec<Vec<&'a str>>,
    lists: Vec<FoundList<'a>>,
    /// Where lists get their numbers.
    elements: &'l mut Vec<Plan>,
}

impl<'a, 'l> Columns<'a, 'l> {
    fn new(of: Owner, elements: &'l mut Vec<Plan>) -> Self {
        Self {
            of,
            headers: Vec::new(),
            lists: Vec::new(),
            elements,
        }
    }

    fn plan(&mut self, shape: &'a Shape, path: &mut Vec<&'a str>) -> Plan {
        match shape {
            Shape::Null | Shape::Text => {
                self.headers.push(path.clone());
                Plan::Cell(Column {
                    of: self.of,
                    at: self.headers.len() - 1,
                    null: *shape == Shape::Null,
                })
            }
            Shape::Object(members) => self.members(members, path),
            Shape::List(element) => {
                let number = self.elements.len();
                self.elements.push(Plan::Nothing);
                self.lists.push(FoundList {
                    number,
                    keys: path.clone(),
                    element,
                });
                Plan::List(number)
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
