//! Stores and downloads as the original engine played them, every table and every csv byte.

use std::collections::{BTreeMap, HashMap};

use fakehq::{
    document::Document,
    render::{csv_zip::CsvZip, json::json},
    tables::{layout::Style, names::Naming, table::Tables},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    archive::entries,
    index::{Index, Request, Token},
    shown::shown,
    vectors,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    name: String,
    domain: String,
    xmlns: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: String,
    store: Option<Vec<Value>>,
    get: Option<Get>,
    /// The step whose token is sent.
    previous_export_from_step: Option<usize>,
    expect: Option<Expect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Get {
    format: String,
    include_errors: Option<String>,
    max_column_size: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    status: u16,
    tables: Option<Value>,
    csv: Option<BTreeMap<String, String>>,
}

#[test]
fn every_recorded_download_is_the_same() {
    let lines = vectors("export-tables.jsonl");
    let (mut recordings, mut downloads, mut redirects) = (0, 0, 0);
    for line in lines.lines() {
        let recording: Recording = serde_json::from_str(line).unwrap();
        let (with_data, without) = play(&recording);
        recordings += 1;
        downloads += with_data;
        redirects += without;
    }
    assert_eq!((recordings, downloads, redirects), (80, 146, 26));
}

/// Plays a recording; returns how many downloads had data and how many had none.
fn play(recording: &Recording) -> (usize, usize) {
    let mut index = Index::new(&recording.xmlns);
    let mut tokens = HashMap::new();
    let (mut with_data, mut without) = (0, 0);
    for (number, step) in recording.steps.iter().enumerate() {
        let place = format!("{} step {number}", recording.name);
        match (&step.store, &step.get, &step.expect) {
            (Some(documents), None, None) => {
                for document in documents {
                    let document = Document::from_json(document).unwrap();
                    assert_eq!(document.text_at(&["domain"]), Some(&*recording.domain));
                    assert_eq!(document.text_at(&["xmlns"]), Some(&*recording.xmlns));
                    index.store_at(&step.at, &document);
                }
            }
            (None, Some(get), Some(expect)) => {
                let request = Request {
                    previous_export: step
                        .previous_export_from_step
                        .map(|step| Token::clone(&tokens[&step])),
                    ..get.request()
                };
                let Some((tables, token)) = index.get(&step.at, &request) else {
                    assert_eq!(expect.status, 302, "{place}");
                    without += 1;
                    continue;
                };
                assert_eq!(expect.status, 200, "{place}");
                tokens.insert(number, token);
                expect.check_json(&tables, &place);
                // The csv was a download of its own right after. Its schema begins with the first
                // one's checkpoint, and absorbs the documents of that second once more.
                let (tables, _) = index.get(&step.at, &request).unwrap();
                expect.check_csv(&tables, &place);
                with_data += 1;
            }
            _ => panic!("{place} is neither a store nor a download"),
        }
    }
    (with_data, without)
}

impl Expect {
    fn check_json(&self, tables: &dyn Tables, place: &str) {
        assert_eq!(Some(shown(tables)), self.tables, "{place}");
        let text = json(tables, Naming::Original).unwrap();
        let read: Option<Value> = serde_json::from_slice(&text).unwrap();
        assert_eq!(read, self.tables, "{place}");
    }

    fn check_csv(&self, tables: &dyn Tables, place: &str) {
        let archive = CsvZip {
            naming: Naming::Original,
            utf8_mark: false,
        };
        let found = entries(&archive.render(tables).unwrap());
        let expected = self.csv.as_ref().unwrap();
        for (name, text) in expected {
            assert_eq!(found.get(name), Some(text), "{place}, {name}");
        }
        assert_eq!(found.len(), expected.len(), "{place}");
    }
}

impl Get {
    fn request(&self) -> Request {
        assert_eq!(self.format, "json");
        let mut style = Style::default();
        if let Some(size) = &self.max_column_size {
            style.max_column_size = size.parse().unwrap();
        }
        Request {
            previous_export: None,
            include_errors: match self.include_errors.as_deref() {
                Some("True") => true,
                None => false,
                Some(other) => panic!("include_errors={other}"),
            },
            style,
        }
    }
}
