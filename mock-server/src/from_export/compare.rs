//! Whether rebuilt documents give the tables they came from.

use std::{collections::HashMap, io, sync::Arc};

use serde_json::Value;

use super::{
    table::{Cell as Read, Table},
    unknown::Unknown,
};
use crate::{
    document::{Document, schema::Schema},
    quirks::TextBeforeObject,
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        table::{Cell, Tables},
    },
};

/// What differs between the tables of a file, each under its full name, and those of the documents.
pub(super) fn differences(
    tables: &[(String, &Table)],
    columns: Option<&Value>,
    documents: &[Value],
    separator: &str,
    null_is_told: bool,
) -> Vec<Unknown> {
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    if let Some(Ok(columns)) = columns.map(Document::from_json) {
        Schema::absorb(&mut schema, &columns);
    }
    let paths = Arc::default();
    let mut stored = Vec::with_capacity(documents.len());
    for document in documents {
        // What nests too deeply is told when it is stored.
        if let Ok(document) = Document::among(&paths, document) {
            Schema::absorb(&mut schema, &document);
            stored.push(document);
        }
    }
    let style = Style {
        separator: separator.to_owned(),
        ..Style::default()
    };
    let again = Flattened::new(Arc::new(Layout::of(&schema, &style)), stored);
    let at: HashMap<&str, usize> = (0..again.count())
        .map(|table| (again.name(table), table))
        .collect();
    let mut differs = Vec::new();
    let mut found = Vec::new();
    for (name, table) in tables {
        let what = match at.get(name.as_str()) {
            None => Some("it is not there".to_owned()),
            Some(at) => {
                found.push(*at);
                difference(table, &again, *at, null_is_told)
            }
        };
        if let Some(what) = what {
            let table = table.name.clone();
            differs.push(Unknown::Differs { table, what });
        }
    }
    if found.len() < again.count() {
        for table in 0..again.count() {
            if !tables.iter().any(|(name, _)| name == again.name(table)) {
                differs.push(Unknown::Differs {
                    table: again.name(table).to_owned(),
                    what: "the file has no such table".to_owned(),
                });
            }
        }
    }
    if !found.is_sorted() {
        differs.push(Unknown::TableOrder);
    }
    differs
}

/// The first difference between two tables, in words.
fn difference(table: &Table, again: &dyn Tables, at: usize, null_is_told: bool) -> Option<String> {
    let headers = again.headers(at);
    if table.headers != headers {
        let lost = table
            .headers
            .iter()
            .find(|header| !headers.contains(header));
        return Some(match lost {
            Some(lost) => format!("the column `{lost}` is lost"),
            None => "its columns stand in another order".to_owned(),
        });
    }
    let mut number = 0;
    let mut found = None;
    let mut compare = |row: &[Cell<'_>]| {
        let before = table.rows.get(number);
        number += 1;
        if found.is_none() {
            found = match before {
                None => Some("it has more rows".to_owned()),
                Some(before) => before
                    .iter()
                    .zip(row)
                    .position(|(before, now)| !is_same(before, *now, null_is_told))
                    .map(|column| {
                        let header = &headers[column];
                        format!("column `{header}` of row {number} has another value")
                    }),
            };
        }
        Ok::<(), io::Error>(())
    };
    // The rows of documents in memory cannot fail.
    let _ = again.rows(at, &mut compare);
    if found.is_none() && number < table.rows.len() {
        found = Some("it has fewer rows".to_owned());
    }
    found
}

fn is_same(before: &Read, now: Cell<'_>, null_is_told: bool) -> bool {
    match (before, now) {
        (Read::Missing, Cell::Missing) | (Read::Null, Cell::Null) => true,
        (Read::Missing, Cell::Text(text)) => text == Read::Missing.text(),
        (Read::Text(before), Cell::Text(now)) => before == now,
        (Read::Text(before), Cell::Int(now)) => *before == now.to_string(),
        (Read::Text(before), Cell::Null) => before.is_empty() && !null_is_told,
        _ => false,
    }
}
