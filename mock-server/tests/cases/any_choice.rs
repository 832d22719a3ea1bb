//! Any choice of columns of any documents.

use fakehq::{
    document::{Document, schema::Schema},
    quirks::TextBeforeObject,
    tables::{
        custom::Chosen,
        flatten::Flattened,
        layout::{Layout, Style},
        listed::Listed,
        mask::Mask,
        table::Tables,
    },
    world::custom_export::definition::{CustomColumn, CustomTable, DeIdentify},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        "[a-z0-9-]{0,4}".prop_map(Value::from),
        Just(json!("2014-01-05")),
        Just(Value::Null)
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[ab.]{1,2}", inner, 0..3)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

fn flattened(documents: &[Value]) -> Flattened<Document> {
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    let documents: Vec<_> = documents
        .iter()
        .map(|value| Document::from_json(&json!({ "form": value, "id": "question" })).unwrap())
        .collect();
    for document in &documents {
        Schema::absorb(&mut schema, document);
    }
    let style = Style {
        separator: ".".to_owned(),
        max_column_size: i64::MAX,
    };
    Flattened::new(Arc::new(Layout::of(&schema, &style)), documents)
}

/// Every table with every column, under its own name.
fn everything(tables: &dyn Tables, de_identify: Option<DeIdentify>) -> Vec<CustomTable> {
    (0..tables.count())
        .map(|at| CustomTable {
            path: tables.name(at).to_owned(),
            title: None,
            columns: tables
                .headers(at)
                .iter()
                .map(|path| CustomColumn {
                    path: path.clone(),
                    title: path.clone(),
                    de_identify,
                })
                .collect(),
        })
        .collect()
}

proptest! {
    #[test]
    fn everything_chosen_is_everything(documents in prop::collection::vec(value(), 1..4)) {
        let plain = Listed::copied(&flattened(&documents));
        let chosen = everything(&plain, None);
        let copy = Chosen::new(flattened(&documents), &chosen, 2000, Mask::new(1, "demo"));
        let copy = Listed::copied(&copy);
        for at in 0..plain.count() {
            // A column twice, as with a question called `id`, is the question both times.
            let headers = plain.headers(at);
            let once = |column: usize| headers.iter().rposition(|name| *name == headers[column]) == Some(column);
            prop_assert_eq!(plain.values(at).len(), copy.values(at).len());
            for (before, after) in plain.values(at).iter().zip(copy.values(at)) {
                prop_assert_eq!(before.len(), after.len());
                for column in (0..headers.len()).filter(|column| once(*column)) {
                    prop_assert_eq!(&before[column], &after[column]);
                }
            }
        }
    }

    #[test]
    fn nothing_slips_through_a_mask(documents in prop::collection::vec(value(), 1..4), date: bool) {
        use fakehq::tables::listed::Value as Cell;
        let how = if date { DeIdentify::Date } else { DeIdentify::Id };
        let plain = Listed::copied(&flattened(&documents));
        let chosen = everything(&plain, Some(how));
        let masked = Chosen::new(flattened(&documents), &chosen, 2000, Mask::new(1, "demo"));
        let masked = Listed::copied(&masked);
        for at in 0..plain.count() {
            for (before, after) in plain.values(at).iter().zip(masked.values(at)) {
                for (before, after) in before.iter().zip(after) {
                    match before {
                        Cell::Missing | Cell::Null => {}
                        Cell::Text(text) if text.is_empty() => {}
                        before => prop_assert_ne!(before, after),
                    }
                }
            }
        }
    }
}
