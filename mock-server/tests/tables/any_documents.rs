//! What holds for any documents at all.

use std::{collections::HashSet, sync::Arc};

use fakehq::{
    document::{Document, schema::Schema},
    quirks::TextBeforeObject,
    render::{csv_zip::CsvZip, json::json},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        names::{Naming, entry_names},
        table::{Cell, Tables},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json as value};

use crate::{archive::entries, cells::tables_of, documents::documents, shown::value as cell_value};

fn rule() -> impl Strategy<Value = TextBeforeObject> {
    prop_oneof![Just(TextBeforeObject::Kept), Just(TextBeforeObject::Lost)]
}

fn absorbed(schema: &mut Arc<Schema>, documents: &[Value]) {
    for document in documents {
        Schema::absorb(schema, &Document::from_json(document).unwrap());
    }
}

/// A cell as csv holds it: null is empty.
fn as_csv(cell: Cell<'_>) -> String {
    match cell_value(cell) {
        Value::String(text) => text,
        Value::Null => String::new(),
        number => number.to_string(),
    }
}

/// How many columns number the rows: `id`, and in the tables of lists `id__0`, `id__1`, ... A question
/// may be called like the first ones, but never stands where the next one would.
fn id_columns(tables: &dyn Tables, table: usize) -> usize {
    if tables.name(table) == "#" {
        return 1;
    }
    let levels = tables.headers(table).iter().skip(1).zip(0..);
    1 + levels
        .take_while(|(header, level)| **header == format!("id__{level}"))
        .count()
}

/// Everything a document says, as csv shows it.
fn answers(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Number(number) if number.as_f64() != Some(0.0) => found.push(number.to_string()),
        Value::Bool(true) => found.push("True".to_owned()),
        Value::Array(list) => list.iter().for_each(|value| answers(value, found)),
        Value::Object(members) => members.values().for_each(|value| answers(value, found)),
        Value::Null | Value::Bool(false) | Value::Number(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn csv_reads_back_as_the_tables_but_for_null(documents in documents(), rule in rule()) {
        let tables = tables_of(&documents, rule, &Style::default());
        let archive = entries(&CsvZip::default().render(&tables).unwrap());
        let names = entry_names(&tables, Naming::Distinct);
        prop_assert_eq!(archive.len(), names.len());
        for (table, name) in names.iter().enumerate() {
            let mut lines = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(archive[&format!("{name}.csv")].as_bytes());
            let mut lines = lines.records().map(|line| {
                line.unwrap().iter().map(str::to_owned).collect::<Vec<String>>()
            });
            prop_assert_eq!(lines.next().unwrap(), tables.headers(table));
            tables.rows(table, &mut |row| {
                let cells: Vec<String> = row.iter().map(|cell| as_csv(*cell)).collect();
                assert_eq!(lines.next().unwrap(), cells);
                Ok(())
            }).unwrap();
            prop_assert_eq!(lines.next(), None);
        }
    }

    #[test]
    fn json_reads_back_as_the_tables(documents in documents(), rule in rule()) {
        let tables = tables_of(&documents, rule, &Style::default());
        let read: Value = serde_json::from_slice(&json(&tables, Naming::Distinct).unwrap()).unwrap();
        let names = entry_names(&tables, Naming::Distinct);
        let mut expected = Vec::new();
        for (table, name) in names.into_iter().enumerate() {
            let mut rows = Vec::new();
            tables.rows(table, &mut |row| {
                assert_eq!(row.len(), tables.headers(table).len());
                rows.push(row.iter().map(|cell| cell_value(*cell)).collect::<Value>());
                Ok(())
            }).unwrap();
            expected.push((name, value!({"headers": tables.headers(table), "rows": rows})));
        }
        prop_assert_eq!(read, Value::Object(expected.into_iter().collect()));
    }

    #[test]
    fn no_answer_is_ever_lost_under_kept(documents in documents()) {
        let tables = tables_of(&documents, TextBeforeObject::Kept, &Style::default());
        let mut given = Vec::new();
        documents.iter().for_each(|document| answers(document, &mut given));
        let mut found: Vec<String> = Vec::new();
        for table in 0..tables.count() {
            let ids = id_columns(&tables, table);
            tables.rows(table, &mut |row| {
                found.extend(row[ids..].iter().map(|cell| as_csv(*cell)));
                Ok(())
            }).unwrap();
        }
        // Three hyphens are a text as well as no text.
        for texts in [&mut found, &mut given] {
            texts.retain(|text| !["", "---"].contains(&text.as_str()));
        }
        found.sort_unstable();
        given.sort_unstable();
        prop_assert_eq!(found, given);
    }

    #[test]
    fn absorbing_in_two_halves_is_absorbing_at_once(
        documents in documents(), rule in rule(), at in any::<prop::sample::Index>(),
    ) {
        let mut whole = Arc::new(Schema::new(rule));
        absorbed(&mut whole, &documents);
        let (first, second) = documents.split_at(at.index(documents.len() + 1));
        let mut halves = Arc::new(Schema::new(rule));
        absorbed(&mut halves, first);
        let snapshot = halves.clone();
        absorbed(&mut halves, second);
        prop_assert_eq!(&halves, &whole);
        let mut only_first = Arc::new(Schema::new(rule));
        absorbed(&mut only_first, first);
        prop_assert_eq!(snapshot, only_first);
    }

    #[test]
    fn a_schema_only_grows_and_says_when(documents in documents(), rule in rule()) {
        let mut schema = Arc::new(Schema::new(rule));
        for document in &documents {
            let before = schema.clone();
            let document = Document::from_json(document).unwrap();
            let new = Schema::absorb(&mut schema, &document);
            prop_assert_eq!(new, schema != before);
            prop_assert_eq!(!new, Arc::ptr_eq(&schema, &before));
        }
    }

    #[test]
    fn headers_but_ids_are_distinct_and_short(documents in documents(), size in 3..9i64) {
        let style = Style { max_column_size: size, ..Style::default() };
        let tables = tables_of(&documents, TextBeforeObject::Kept, &style);
        for table in 0..tables.count() {
            let headers = tables.headers(table);
            let ids = id_columns(&tables, table);
            let cut: HashSet<&String> = headers[ids..].iter().collect();
            prop_assert_eq!(cut.len(), headers.len() - ids);
            prop_assert!(cut.iter().all(|header| header.chars().count() as i64 <= size));
        }
    }

    #[test]
    fn foreign_documents_fit_or_lose_something_but_never_fail(
        known in documents(), foreign in documents(), rule in rule(),
    ) {
        let mut schema = Arc::new(Schema::new(rule));
        absorbed(&mut schema, &known);
        let layout = Arc::new(Layout::of(&schema, &Style::default()));
        let foreign: Vec<Document> =
            foreign.iter().map(|document| Document::from_json(document).unwrap()).collect();
        let tables = Flattened::new(layout, foreign);
        CsvZip::default().render(&tables).unwrap();
        json(&tables, Naming::Original).unwrap();
    }

    #[test]
    fn tables_can_be_asked_for_in_any_order(documents in documents(), rule in rule()) {
        let rows_of = |tables: &dyn Tables, table: usize| {
            let mut rows = Vec::new();
            tables.rows(table, &mut |row| {
                rows.push(row.iter().map(|cell| as_csv(*cell)).collect::<Vec<_>>());
                Ok(())
            }).unwrap();
            rows
        };
        let forwards = tables_of(&documents, rule, &Style::default());
        let backwards = tables_of(&documents, rule, &Style::default());
        let first: Vec<_> = (0..forwards.count()).map(|table| rows_of(&forwards, table)).collect();
        for table in (0..backwards.count()).rev() {
            prop_assert_eq!(&rows_of(&backwards, table), &first[table]);
            prop_assert_eq!(&rows_of(&forwards, table), &first[table]);
        }
    }

    #[test]
    fn the_same_documents_give_the_same_bytes(documents in documents()) {
        let render = || {
            let tables = tables_of(&documents, TextBeforeObject::Lost, &Style::default());
            (CsvZip::default().render(&tables).unwrap(), json(&tables, Naming::Distinct).unwrap())
        };
        prop_assert_eq!(render(), render());
    }
}

/// One look at all paths for each table took four seconds for ten thousand of them.
#[test]
fn ten_thousand_tables_take_no_longer_than_their_cells() {
    let lists: serde_json::Map<String, Value> = (0..10_000)
        .map(|list| {
            (
                format!("list_{list:05}"),
                value!([{ "a": "1" }, { "a": "2" }]),
            )
        })
        .collect();
    let document = value!({ "_id": "a", "form": lists });
    let begun = std::time::Instant::now();
    let tables = tables_of(&[document], TextBeforeObject::Kept, &Style::default());
    assert_eq!(tables.count(), 10_001);
    let mut rows = 0;
    for table in 0..tables.count() {
        tables
            .rows(table, &mut |_| {
                rows += 1;
                Ok(())
            })
            .unwrap();
    }
    assert_eq!(rows, 20_001);
    assert!(begun.elapsed().as_secs() < 4, "{:?}", begun.elapsed());
}
