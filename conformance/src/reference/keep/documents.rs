//! The tables of one download, taken apart into documents: a form with the rows of its repeats, a
//! case with its referrals, a user.
//!
//! Row numbers mean something inside one download only (facts E.2), so this is where they are used
//! and left behind.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
    read::table::{CASES, Names, Table},
};

/// One row of a growing store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The table it stands in.
    pub table: String,
    /// What it belongs to; all rows of a document come and go together.
    pub document: String,
    /// The values of the rows it hangs on, under the name of their table and their header.
    pub inherited: Map<String, Value>,
    /// Its own values, by header.
    pub own: Map<String, Value>,
}

/// The rows of a download, in its order, each with the document it belongs to.
///
/// # Errors
/// A child row without a parent, or no main table.
pub fn rows(tables: &[Table], names: Names, bugs: Bugs) -> Result<Vec<Row>, Failure> {
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let main = names.main(tables, bugs)?;
    let name = tables[main].name.as_str();
    if CASES.contains(&name) || bugs.has(Bug::FirstFileIsCases) && names == Names::Cases {
        return Ok(of_cases(tables, bugs));
    }
    of_forms(tables, main, bugs)
}

/// The number of the row of the main table that a row's `id` begins with: `3` of `3|0|1`.
#[must_use]
pub fn root_id(id: &str) -> &str {
    let end = id
        .find(|sign: char| !sign.is_ascii_digit())
        .unwrap_or(id.len());
    &id[..end]
}

fn of_forms(tables: &[Table], main: usize, bugs: Bugs) -> Result<Vec<Row>, Failure> {
    let main = tables[main].name.as_str();
    let mut found: HashMap<&str, Rows<'_>> = HashMap::new();
    let mut all = Vec::new();
    // A repeat comes after the table it hangs on: its name is longer.
    let mut order: Vec<&Table> = tables.iter().collect();
    order.sort_by_key(|table| (table.name != main, table.name.len()));
    for table in order {
        let mut rows = Rows::default();
        // In a custom export the row numbers may not have been chosen; nothing hangs together then.
        let is_child = table.name != main && numbered(table);
        for (number, cells) in table.rows.iter().enumerate() {
            let id = cells.first().map_or("", String::as_str);
            let mut row = Row {
                table: table.name.clone(),
                document: String::new(),
                inherited: Map::new(),
                own: values(table, cells),
            };
            if is_child {
                let parent = parent_of(table, id, main, &found);
                let number = bugs.has(Bug::ChildrenByRowNumber).then_some(number);
                let parents = found.get(parent.table);
                match parents.and_then(|parents| parents.row(parent.id, number)) {
                    Some(parent) => row.hang_on(parent),
                    // Who does not mind damage finds rows without their parents.
                    None if bugs.has(Bug::ChecksumUnchecked) => continue,
                    None => return Err(orphan(table, id, &parent)),
                }
            } else {
                row.document = document_of(table, cells, bugs);
            }
            rows.places.insert(id, rows.rows.len());
            rows.rows.push(row);
        }
        all.extend(rows.rows.iter().cloned());
        found.insert(&table.name, rows);
    }
    Ok(all)
}

/// The rows of a table that others may hang on.
#[derive(Default)]
struct Rows<'a> {
    rows: Vec<Row>,
    /// By the row's id.
    places: HashMap<&'a str, usize>,
}

impl Rows<'_> {
    /// The row of an id; or, as only a bug wants it, of the number of the row that hangs on it.
    fn row(&self, id: &str, number: Option<usize>) -> Option<&Row> {
        match number {
            Some(number) => self.rows.get(number % self.rows.len().max(1)),
            None => self.rows.get(*self.places.get(id)?),
        }
    }
}

impl Row {
    /// Makes this row one of the document of another, whose values it takes along.
    fn hang_on(&mut self, parent: &Self) {
        self.document.clone_from(&parent.document);
        self.inherited.clone_from(&parent.inherited);
        for (header, value) in &parent.own {
            self.inherited
                .insert(format!("{}: {header}", parent.table), value.clone());
        }
    }
}

/// Whether the rows of a table have numbers.
fn numbered(table: &Table) -> bool {
    table.headers.first().is_some_and(|header| header == "id")
}

/// What the row of a repeat hangs on.
#[derive(Debug, PartialEq, Eq)]
struct Parent<'a> {
    table: &'a str,
    id: &'a str,
}

/// `#|form|child|#` row `3|1` hangs on `#` row `3`, and a repeat inside it on that. The name of a
/// sheet may be cut at its front, so that only the main table is known for sure.
fn parent_of<'a>(
    table: &'a Table,
    id: &'a str,
    main: &'a str,
    found: &HashMap<&str, Rows<'_>>,
) -> Parent<'a> {
    let outer = outer(&table.name).filter(|outer| *outer != main && found.contains_key(outer));
    match (outer, id.rfind(|sign: char| !sign.is_ascii_digit())) {
        (Some(table), Some(cut)) => Parent {
            table,
            id: &id[..cut],
        },
        _ => Parent {
            table: main,
            id: root_id(id),
        },
    }
}

fn orphan(table: &Table, id: &str, parent: &Parent<'_>) -> Failure {
    let problem = format!(
        "row {id} of {} hangs on no row of {}",
        table.name, parent.table
    );
    Failure::unreadable("export", problem)
}

/// The name of the table that a repeat hangs on: each ends in a segment `#` of its own.
fn outer(name: &str) -> Option<&str> {
    let separator = name.strip_suffix('#')?.chars().last()?;
    let inner = format!("{separator}#{separator}");
    let end = name
        .rfind(&inner)
        .map(|start| start + separator.len_utf8() + 1);
    end.map(|end| &name[..end])
}

/// The values of a row by header, without the row numbers.
fn values(table: &Table, cells: &[String]) -> Map<String, Value> {
    let numbers = if numbered(table) {
        numbers(&table.headers)
    } else {
        0
    };
    let named = table.headers.iter().zip(cells).skip(numbers);
    named
        .map(|(header, cell)| (header.clone(), Value::from(cell.as_str())))
        .collect()
}

/// How many columns of row numbers a table begins with: `id`, and in a repeat `id__0`, `id__1`.
fn numbers(headers: &[String]) -> usize {
    let is_part = |header: &&String| {
        header
            .strip_prefix("id__")
            .is_some_and(|level| level.parse::<u8>().is_ok())
    };
    1 + headers.iter().skip(1).take_while(is_part).count()
}

/// What a row of the main table is the row of: the document's id, or that of the submission, or,
/// where a custom export has neither, all that it says.
fn document_of(table: &Table, cells: &[String], bugs: Bugs) -> String {
    if bugs.has(Bug::RowNumberAsKey) {
        return cells.first().cloned().unwrap_or_default();
    }
    let is_key = |header: &&String| {
        let last = header.rsplit(['|', '.']).next();
        *header == "_id" || last == Some("instanceID")
    };
    let key = table
        .headers
        .iter()
        .find(is_key)
        .and_then(|key| table.column(key));
    match key.map(|place| cells[place].as_str()) {
        Some(key) if !key.is_empty() && key != "---" => key.to_owned(),
        _ => cells[usize::from(numbered(table))..].join("\u{1f}"),
    }
}

/// Cases, referrals and users, each by its own id (facts F).
fn of_cases(tables: &[Table], bugs: Bugs) -> Vec<Row> {
    const KINDS: [(&str, &str, &str); 3] = [
        ("Case", "Cases", "case_id"),
        ("Referral", "Referrals", "case_id"),
        ("User", "Users", "user_id"),
    ];
    let mut rows = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let kind = if bugs.has(Bug::FirstFileIsCases) {
            KINDS.get(number)
        } else {
            KINDS
                .iter()
                .find(|(name, later, _)| [name, later].contains(&&&*table.name))
        };
        let Some((name, _, key)) = kind else {
            continue;
        };
        let key_place = table.column(key);
        for cells in &table.rows {
            let id = key_place.map_or("", |place| cells[place].as_str());
            rows.push(Row {
                table: (*name).to_owned(),
                document: format!("{key} {id}"),
                inherited: Map::new(),
                own: values(table, cells),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::read::table::table;

    fn visit() -> Vec<Table> {
        vec![
            table(
                "#|form|child|#|dose|#",
                &[
                    &["id", "id__0", "id__1", "id__2", "drug"],
                    &["1|1|0", "1", "1", "0", "iron"],
                ],
            ),
            table(
                "#",
                &[
                    &["id", "_id", "name"],
                    &["1", "b", "Bela"],
                    &["0", "a", "Asha"],
                ],
            ),
            table(
                "#|form|child|#",
                &[
                    &["id", "id__0", "id__1", "age"],
                    &["1|0", "1", "0", "4"],
                    &["1|1", "1", "1", "6"],
                ],
            ),
            table(
                "#|#export_tag|#",
                &[&["id", "id__0", "id__1", ""], &["0|0", "0", "0", "domain"]],
            ),
        ]
    }

    fn told(bugs: Bugs) -> Vec<String> {
        let rows = rows(&visit(), Names::Forms, bugs).unwrap();
        let told = |row: Row| {
            let text = |values: Map<String, Value>| {
                values
                    .values()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            format!(
                "{}: {} / {}",
                row.document,
                text(row.inherited),
                text(row.own)
            )
        };
        rows.into_iter().map(told).collect()
    }

    #[test]
    fn rows_hang_on_their_parents_whatever_the_order() {
        assert_eq!(
            told(Bugs(None)),
            [
                "b:  / b Bela",
                "a:  / a Asha",
                "b: b Bela / 4",
                "b: b Bela / 6",
                "a: a Asha / domain",
                "b: b Bela 6 / iron",
            ]
        );
        assert_eq!(
            told(Bugs(Some(Bug::ChildrenByRowNumber)))[3],
            "a: a Asha / 6"
        );
    }

    #[test]
    fn a_row_that_hangs_on_nothing_is_a_failure() {
        let mut tables = visit();
        tables[1].rows.clear();
        assert!(rows(&tables, Names::Forms, Bugs(None)).is_err());
    }

    #[test]
    fn a_document_without_an_id_is_what_it_says() {
        let tables = [table(
            "#",
            &[&["Name", "Age"], &["Asha", "4"], &["Asha", "4"]],
        )];
        let rows = rows(&tables, Names::Any, Bugs(None)).unwrap();
        assert_eq!(rows[0].document, "Asha\u{1f}4");
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn tables_are_known_by_their_segments() {
        for (name, expected) in [
            ("#|form|child|#|dose|#", Some("#|form|child|#")),
            ("#.form.child.#.dose.#", Some("#.form.child.#")),
            ("#|#export_tag|#", None),
            ("#", None),
            ("Visits", None),
        ] {
            assert_eq!(outer(name), expected, "{name}");
        }
    }
}
