//! Cutting headers and sheet names (ex3).

use fakehq::tables::{
    headers,
    listed::Listed,
    names::{Naming, entry_names, sheet_names},
};
use serde::Deserialize;

use crate::vectors;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    headers: Vec<Headers>,
    sheet_names: Vec<SheetNames>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headers {
    r#in: Vec<String>,
    max_column_size: i64,
    out: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetNames {
    after_cut_to_last_31_and_suffix_then_cleaning: Vec<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
    tables: Vec<String>,
}

fn read() -> Vectors {
    serde_json::from_str(&vectors("ex3-header-and-sheet-vectors.json")).unwrap()
}

fn named(names: &[String]) -> Listed {
    names.iter().map(|name| (name.clone(), vec![])).collect()
}

#[test]
fn headers_of_the_original() {
    let vectors = read().headers;
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        assert_eq!(
            headers::cut(vector.r#in.clone(), vector.max_column_size),
            vector.out,
            "{:?} at {}",
            vector.r#in,
            vector.max_column_size
        );
    }
}

#[test]
fn sheet_names_of_the_original() {
    let vectors = read().sheet_names;
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        assert_eq!(
            sheet_names(&named(&vector.tables), Naming::Original),
            vector.after_cut_to_last_31_and_suffix_then_cleaning
        );
    }
}

#[test]
fn sheet_names_that_every_workbook_takes() {
    let names: Vec<Vec<String>> = read()
        .sheet_names
        .iter()
        .map(|vector| sheet_names(&named(&vector.tables), Naming::Distinct))
        .collect();
    assert_eq!(
        names,
        [
            [
                "y_long_repeat_group_name_here|#",
                "_long_repeat_group_name_here|#1"
            ],
            ["#|form|x-y|#", "#|form|x-y|#1"],
            ["#|form|ABC|#", "#|form|abc|#1"],
        ]
    );
}

#[test]
fn entry_names_are_cut_to_five_hundred_characters() {
    let long = |tail: &str| format!("#|{}{tail}|#", "é".repeat(600));
    let names = entry_names(&named(&[long("a"), long("a")]), Naming::Original);
    assert_eq!(names[0], format!("{}a|#", "é".repeat(497)));
    assert_eq!(names[1], format!("{}a|#1", "é".repeat(496)));
}
