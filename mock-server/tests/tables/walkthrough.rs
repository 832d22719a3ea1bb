//! The worked example: four forms, five downloads, header cutting (ex1).

use std::collections::BTreeMap;

use fakehq::{
    document::Document,
    render::{csv_zip::CsvZip, json::json},
    tables::{layout::Style, names::Naming, table::Tables},
};
use serde_json::Value;

use crate::{
    archive::entries,
    index::{Index, Request, Token},
    vectors,
};

const FIRST: &str = "2014-01-05T09:30:00.250000Z";
const LATER: &str = "2014-01-05T09:45:00Z";

struct Example {
    index: Index,
    late: Option<Document>,
    expected: Value,
}

fn example() -> Example {
    let forms: Vec<Value> = serde_json::from_str(&vectors("ex1-input-forms.json")).unwrap();
    let mut forms: Vec<Document> = forms
        .iter()
        .map(|form| Document::from_json(form).unwrap())
        .collect();
    assert_eq!(forms.len(), 4);
    let late = forms.pop();
    let mut index = Index::new("http://openrosa.org/formdesigner/EXAMPLE-1");
    for form in forms {
        index.store(&form);
    }
    Example {
        index,
        late,
        expected: serde_json::from_str(&vectors("ex1-expected.json")).unwrap(),
    }
}

impl Example {
    fn entries(&self, answer: &str) -> BTreeMap<String, String> {
        serde_json::from_value(self.expected[answer]["zip_entries"].clone()).unwrap()
    }

    fn later(&mut self) -> Token {
        let (_, token) = self.index.get(FIRST, &Request::default()).unwrap();
        self.index.store(&self.late.take().unwrap());
        token
    }
}

fn since(token: Token) -> Request {
    Request {
        previous_export: Some(token),
        ..Request::default()
    }
}

fn csv(tables: &dyn Tables) -> BTreeMap<String, String> {
    let archive = CsvZip {
        naming: Naming::Original,
        utf8_mark: false,
    };
    entries(&archive.render(tables).unwrap())
}

#[test]
fn first_download() {
    let mut example = example();
    let (tables, _) = example.index.get(FIRST, &Request::default()).unwrap();
    assert_eq!(
        csv(&tables),
        example.entries("1_first_download_at_09:30:00.25")
    );
}

#[test]
fn with_errors() {
    let mut example = example();
    let request = Request {
        include_errors: true,
        ..Request::default()
    };
    let (tables, _) = example.index.get(FIRST, &request).unwrap();
    assert_eq!(csv(&tables), example.entries("2_same_with_include_errors"));
}

#[test]
fn nothing_new() {
    let mut example = example();
    let (_, token) = example.index.get(FIRST, &Request::default()).unwrap();
    assert_eq!(
        example.expected["3_previous_export_is_token1_nothing_new"]["result"],
        "302"
    );
    assert!(example.index.get(FIRST, &since(token)).is_none());
}

#[test]
fn increment_keeps_every_table_and_column() {
    let mut example = example();
    let token = example.later();
    let (tables, _) = example.index.get(LATER, &since(token)).unwrap();
    assert_eq!(
        csv(&tables),
        example.entries("4_previous_export_is_token1_after_f4")
    );
}

#[test]
fn the_same_in_json() {
    let mut example = example();
    let token = example.later();
    let (tables, _) = example.index.get(LATER, &since(token)).unwrap();
    let text = json(&tables, Naming::Original).unwrap();
    let read: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(read, example.expected["5_same_as_4_in_json"]["json"]);
    let text = String::from_utf8(text).unwrap();
    assert!(text.starts_with(r##"{"#": {"headers": ["id", "_id", "_rev", "##));
    assert!(text.contains(r##""rows": [["0|0", 0, 0, "domain"], ["0|1", 0, 1, "xmlns"]]}, "##));
    assert!(text.ends_with(r##"["id", "id__0", "id__1", "id__2", ""], "rows": []}}"##));
}

#[test]
fn cut_headers() {
    let mut example = example();
    let token = example.later();
    for size in [12, 8] {
        let mut request = since(token.clone());
        request.style = Style {
            max_column_size: size,
            ..Style::default()
        };
        let (tables, _) = example.index.get(LATER, &request).unwrap();
        let expected = &example.expected[format!("6_header_row_with_max_column_size_{size}")];
        assert_eq!(tables.headers(0).join(","), expected.as_str().unwrap());
    }
}
