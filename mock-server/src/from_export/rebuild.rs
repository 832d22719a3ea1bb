//! Tables become the documents they were made of, as far as tables say it (facts E.2 to E.4).

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    columns::{self, Columns},
    compare::differences,
    keeper::keeper,
    read::Problem,
    separator,
    table::{Cell, Table},
    table_names::{self, Way},
    tree,
    unknown::Unknown,
};

/// Elements that no row stands for, because an id skipped them. Lists whose elements hold nothing
/// but lists have some; more is a damaged file.
const MOST_SKIPPED: usize = 1 << 20;

/// Documents, and what is uncertain about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuilt {
    /// What joined names and ids.
    pub separator: String,
    /// In the order of the root table's ids.
    pub documents: Vec<Value>,
    /// A document that is never exported and keeps the columns that no row fills, if there are any.
    pub columns: Option<Value>,
    /// What the tables do not say.
    pub unknowns: Vec<Unknown>,
}

/// Rebuilds the documents of one export; `null_is_told` says whether the format tells null from an
/// empty text, `separator` what joins names, guessed where not given, and `xmlns` the form of an
/// export without rows.
///
/// The result is put into tables again and compared; what differs is among the unknowns.
///
/// # Errors
/// When an id is none, or a name nests deeper than any document.
pub fn rebuild(
    tables: &[Table],
    null_is_told: bool,
    separator: Option<&str>,
    xmlns: &str,
) -> Result<Rebuilt, Problem> {
    let separator = separator.map_or_else(|| separator::guess(tables), str::to_owned);
    let mut unknowns = Vec::new();
    let ways = table_names::ways(tables, &separator, &mut unknowns)?;
    let names = ways.iter().map(|way| way.name(&separator));
    let named: Vec<(String, &Table)> = names.zip(tables).collect();
    let parents: HashSet<Way> = ways.iter().flat_map(Way::parents).collect();
    let mut parts: Vec<Part<'_>> = tables
        .iter()
        .zip(ways)
        .map(|(table, way)| {
            let is_parent = parents.contains(&way);
            let levels = way.levels();
            let columns = columns::split(table, levels, is_parent, &separator, &mut unknowns);
            let kinds = kinds(table, &columns, null_is_told);
            Part {
                table,
                way,
                columns,
                kinds,
            }
        })
        .collect();
    // Parents first.
    parts.sort_by(|a, b| (a.way.levels(), &a.way).cmp(&(b.way.levels(), &b.way)));
    let mut exported = Value::Array(Vec::new());
    let mut room = MOST_SKIPPED;
    for part in &parts {
        let unplaced = part.place(&mut exported, &separator, &mut room)?;
        if unplaced > 0 {
            unknowns.push(Unknown::Unplaced {
                table: part.table.name.clone(),
                rows: unplaced,
            });
        }
    }
    let Value::Array(mut documents) = exported else {
        return Err(Problem::NotAnExport("it holds no documents".to_owned()));
    };
    for document in &mut documents {
        if document.is_null() {
            *document = Value::Object(Map::new());
        }
        // A table name without keys makes a list of the document itself.
        if !document.is_object() {
            return Err(Problem::NotAnExport(
                "its tables do not fit together: rows of one stand where a form should be"
                    .to_owned(),
            ));
        }
        tree::collapse(document);
    }
    let compared = |columns: Option<&Value>| {
        differences(&named, columns, &documents, &separator, null_is_told)
    };
    let mut differs = compared(None);
    let mut columns = None;
    if !differs.is_empty() {
        // Columns that no row fills, or that do not look as filled as they were.
        match keeper(&parts, xmlns) {
            Some(keeper) => {
                let with_keeper = compared(Some(&keeper));
                if with_keeper.len() < differs.len() {
                    differs = with_keeper;
                    columns = Some(keeper);
                    unknowns.push(Unknown::ColumnsKept);
                }
            }
            None if differs != [Unknown::TableOrder] => unknowns.push(Unknown::ColumnsLost),
            None => {}
        }
    }
    unknowns.extend(differs);
    Ok(Rebuilt {
        separator,
        documents,
        columns,
        unknowns,
    })
}

/// A table, and what its names mean.
pub(super) struct Part<'a> {
    pub(super) table: &'a Table,
    pub(super) way: Way,
    pub(super) columns: Columns,
    pub(super) kinds: Vec<Kind>,
}

/// What is known of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Some row fills it.
    Filled,
    /// No row fills it, but an empty text in some says that others did.
    OnceFilled,
    /// Nobody ever filled it, as far as the file goes.
    Null,
}

fn kinds(table: &Table, columns: &Columns, null_is_told: bool) -> Vec<Kind> {
    let mut kinds = vec![Kind::Null; table.headers.len().saturating_sub(columns.ids)];
    for row in &table.rows {
        for (kind, cell) in kinds.iter_mut().zip(row.iter().skip(columns.ids)) {
            match cell {
                // A value cannot be missing from a list of values: these are three hyphens.
                Cell::Missing if columns.paths.is_none() => *kind = Kind::Filled,
                Cell::Text(text) if !text.is_empty() => *kind = Kind::Filled,
                Cell::Text(_) if null_is_told && *kind == Kind::Null => *kind = Kind::OnceFilled,
                _ => {}
            }
        }
    }
    kinds
}

impl Part<'_> {
    /// Puts all rows into the documents; returns how many had no place.
    fn place(
        &self,
        exported: &mut Value,
        separator: &str,
        room: &mut usize,
    ) -> Result<usize, Problem> {
        let mut unplaced = 0;
        for (number, row) in self.table.rows.iter().enumerate() {
            let wrong = || {
                let id = row.first().map_or("", Cell::text);
                let numbers = match self.way.levels() {
                    1 => "one whole number".to_owned(),
                    levels => format!("{levels} whole numbers"),
                };
                let place = format!("table `{}`, row {}", self.table.name, number + 1);
                Problem::damaged(
                    place,
                    format!("`{id}` is no id of a row here, which is made of {numbers}"),
                )
            };
            let indices = self.indices(row, separator).ok_or_else(wrong)?;
            let node = tree::descend(exported, &self.way.0, &indices, room);
            if !node.is_some_and(|node| self.fill(node, row)) {
                unplaced += 1;
            }
        }
        Ok(unplaced)
    }

    fn indices(&self, row: &[Cell], separator: &str) -> Option<Vec<usize>> {
        let levels = self.way.levels();
        let whole = |text: &str| text.parse::<usize>().ok();
        let indices: Vec<usize> = if self.columns.ids > 1 {
            let numbers = row.get(1..self.columns.ids)?;
            numbers
                .iter()
                .map(|cell| whole(cell.text()))
                .collect::<Option<_>>()?
        } else {
            let id = row.first()?.text();
            id.split(separator).map(whole).collect::<Option<_>>()?
        };
        (indices.len() == levels).then_some(indices)
    }

    /// Puts the cells of a row where they belong.
    fn fill(&self, node: &mut Value, row: &[Cell]) -> bool {
        let cells = row.iter().skip(self.columns.ids).zip(&self.kinds);
        let value = |cell: &Cell, kind: Kind| match (cell, kind) {
            (Cell::Text(text), Kind::Filled | Kind::OnceFilled) => Some(text.as_str().into()),
            (Cell::Text(_) | Cell::Null, _) => Some(Value::Null),
            (Cell::Missing, _) => None,
        };
        let Some(paths) = &self.columns.paths else {
            for (cell, kind) in cells {
                *node = value(cell, *kind).unwrap_or_else(|| cell.text().into());
            }
            return true;
        };
        let mut placed = tree::object(node).is_some();
        for ((cell, kind), path) in cells.zip(paths) {
            if let Some(value) = value(cell, *kind) {
                placed &= tree::set(node, path, value);
            }
        }
        placed
    }
}
