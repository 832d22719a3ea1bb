//! The recorded tables of the original engine, rebuilt into documents and put into tables again.

use std::path::PathBuf;

use fakehq::from_export::{
    read::{Contents, read},
    rebuild::rebuild,
    unknown::Unknown,
};
use serde_json::Value;

#[test]
fn recorded_tables_come_again_or_it_is_said_why_not() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/vectors/export-tables.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let (mut exact, mut other) = (0, Vec::new());
    for line in text.lines() {
        let scenario: Value = serde_json::from_str(line).unwrap();
        for step in scenario["steps"].as_array().unwrap() {
            let tables = &step["expect"]["tables"];
            if !tables.is_object() || tables.as_object().unwrap().is_empty() {
                continue;
            }
            let Contents::Tables { tables, .. } = read(tables.to_string().as_bytes()).unwrap()
            else {
                panic!("JSON holds tables");
            };
            let rebuilt = rebuild(&tables, true, None, "http://example.org/form").unwrap();
            let why: Vec<_> = rebuilt
                .unknowns
                .iter()
                .filter(|unknown| {
                    matches!(
                        unknown,
                        Unknown::Differs { .. } | Unknown::Unplaced { .. } | Unknown::ColumnsLost
                    )
                })
                .map(|unknown| format!("{}: {unknown}", scenario["name"]))
                .collect();
            if why.is_empty() {
                exact += 1;
            } else {
                // Only headers that were cut may be in the way.
                let cut = step["get"]["max_column_size"].is_string();
                other.push((cut, why));
            }
        }
    }
    assert!(exact > 80, "{exact}");
    for (cut, why) in other {
        assert!(cut, "{why:#?}");
    }
}
