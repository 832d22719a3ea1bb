//! Small inputs and what each cell of them becomes (ex2).

use std::sync::Arc;

use fakehq::{
    document::{Document, schema::Schema},
    quirks::TextBeforeObject,
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{shown::shown, vectors};

/// The tables of some documents, taken in the order given.
pub(crate) fn tables_of(
    documents: &[Value],
    rule: TextBeforeObject,
    style: &Style,
) -> Flattened<Document> {
    let documents: Vec<Document> = documents
        .iter()
        .map(|document| Document::from_json(document).unwrap())
        .collect();
    let mut schema = Arc::new(Schema::new(rule));
    for document in &documents {
        Schema::absorb(&mut schema, document);
    }
    for document in &documents {
        // Under `Lost` a member of empty name may be missing; that is what is lost.
        let fits = schema.fits(document) || rule == TextBeforeObject::Lost;
        assert!(fits, "{document:?} was absorbed");
    }
    Flattened::new(Arc::new(Layout::of(&schema, style)), documents)
}

fn plain(documents: &[Value], rule: TextBeforeObject) -> Value {
    shown(&tables_of(documents, rule, &Style::default()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    docs_in_the_order_seen: Vec<Value>,
    #[serde(rename = "note")]
    _note: String,
    tables: Value,
}

#[test]
fn every_case_of_the_original() {
    let cases: Vec<Case> = serde_json::from_str(&vectors("ex2-cell-vectors.json")).unwrap();
    assert_eq!(cases.len(), 17);
    for case in cases {
        assert_eq!(
            plain(&case.docs_in_the_order_seen, TextBeforeObject::Lost),
            case.tables,
            "{}",
            case.case
        );
    }
}

#[test]
fn a_text_before_the_group_is_kept_where_nothing_may_be_lost() {
    let documents = [
        json!({"g": "t", "r": [{"p": "1"}, "u"]}),
        json!({"g": {"p": "1"}, "r": {"p": "2"}}),
    ];
    assert_eq!(
        plain(&documents, TextBeforeObject::Kept),
        json!({
            "#": {
                "headers": ["id", "g|", "g|p"],
                "rows": [["0", "t", "---"], ["1", "---", "1"]],
            },
            "#|r|#": {
                "headers": ["id", "id__0", "id__1", "", "p"],
                "rows": [
                    ["0|0", 0, 0, "---", "1"],
                    ["0|1", 0, 1, "u", "---"],
                    ["1|0", 1, 0, "---", "2"],
                ],
            },
        })
    );
}

#[test]
fn a_custom_export_joins_by_points() {
    let documents = [json!({"form": {"child": [{"name": {"first": "Mina"}}]}})];
    let style = Style {
        separator: ".".to_owned(),
        ..Style::default()
    };
    assert_eq!(
        shown(&tables_of(&documents, TextBeforeObject::Kept, &style)),
        json!({"#.form.child.#": {
            "headers": ["id", "id__0", "id__1", "name.first"],
            "rows": [["0.0", 0, 0, "Mina"]],
        }})
    );
}

#[test]
fn lists_of_lists_are_tables_of_their_own() {
    let documents = [json!({"r": [["a", "b"], "c", []]})];
    assert_eq!(
        plain(&documents, TextBeforeObject::Kept),
        json!({"#|r|#|#": {
            "headers": ["id", "id__0", "id__1", "id__2", ""],
            "rows": [
                ["0|0|0", 0, 0, 0, "a"],
                ["0|0|1", 0, 0, 1, "b"],
                ["0|1|0", 0, 1, 0, "c"],
            ],
        }})
    );
}

#[test]
fn a_document_that_was_never_absorbed_gives_what_has_a_column() {
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    let known = Document::from_json(&json!({"a": "1", "g": {"p": "2"}, "n": ""})).unwrap();
    Schema::absorb(&mut schema, &known);
    let foreign = Document::from_json(&json!({"a": {"b": "3"}, "g": ["4"], "n": "5", "z": "6"}));
    let foreign = foreign.unwrap();
    assert!(!schema.fits(&foreign));
    let layout = Arc::new(Layout::of(&schema, &Style::default()));
    assert_eq!(
        shown(&Flattened::new(layout, vec![&foreign])),
        json!({"#": {
            "headers": ["id", "a", "g|p", "n"],
            "rows": [["0", "", "---", null]],
        }})
    );
}
