//! One JSON object: table name to headers and rows.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::Problem;
use crate::from_export::table::{Cell, Table};

/// The tables, in the order of the file.
///
/// # Errors
/// When it is no JSON, or no object of tables.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    let read: Named = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Problem::NotAnExport(error.to_string()),
        _ => Problem::damaged(
            format!("line {}, column {}", error.line(), error.column()),
            "the JSON is cut or broken",
        ),
    })?;
    read.0.into_iter().map(table).collect()
}

fn table((name, read): (String, Columns)) -> Result<Table, Problem> {
    let columns = read.headers.len();
    let rows: Vec<Vec<Cell>> = read
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    if let Some(at) = rows.iter().position(|row| row.len() != columns) {
        let place = format!("table `{name}`, row {}", at + 1);
        let problem = format!(
            "the row has {} cells, the headers are {columns}",
            rows[at].len()
        );
        return Err(Problem::damaged(place, problem));
    }
    Ok(Table {
        name,
        headers: read.headers,
        rows,
    })
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::from(text),
        other => Cell::Text(other.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object of `headers` and `rows`")]
struct Columns {
    headers: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Every member of an object, those of one name too.
struct Named(Vec<(String, Columns)>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Named;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tables")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Named, A::Error> {
                let mut tables = Vec::new();
                while let Some(member) = members.next_entry()? {
                    tables.push(member);
                }
                Ok(Named(tables))
            }
        }

        deserializer.deserialize_map(Members)
    }
}
