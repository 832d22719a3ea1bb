//! Runs one after the other: tokens, and what becomes of earlier downloads.

use fakehq::file_format::Format;
use serde_json::json;

use crate::desk::{Desk, Run};

#[test]
fn a_new_form_comes_once_into_every_kind_of_store() {
    for store in ["files", "newest", "merged"] {
        let mut desk = Desk::new(3);
        let first = desk.export(&["--store", store]);
        desk.visit(4);
        let second = desk.export(&["--store", store]);
        assert_eq!((first.code, second.code), (0, 0), "{second:?}");
        if store == "merged" {
            assert_eq!((first.stored("#").len(), second.stored("#").len()), (3, 4));
        } else {
            let kept = |run: &Run| (run.kept("visit-0"), run.kept("visit-4"));
            assert_eq!((kept(&first), kept(&second)), ((1, 0), (0, 1)), "{store}");
        }
    }
}

#[test]
fn children_stay_with_their_parents() {
    let mut desk = Desk::new(3);
    desk.export(&["--store", "merged"]);
    desk.visit(5);
    let run = desk.export(&["--store", "merged"]);
    let children = run.stored("#|form|child|#");
    assert_eq!(children.len(), 1 + 2 + 2);
    for child in children {
        let age = child["age"].as_str().unwrap();
        let parent = child["#: form|name"].as_str().unwrap();
        assert_eq!(
            age.split('-').nth(1),
            parent.strip_prefix("visit-"),
            "{child}"
        );
    }
}

#[test]
fn what_comes_again_stands_once() {
    let mut desk = Desk::new(3);
    for _ in 0..2 {
        let run = desk.export(&["--store", "merged", "--full"]);
        assert_eq!(run.stored("#").len(), 3);
        assert_eq!(run.stored("#|form|child|#").len(), 3);
    }
}

#[test]
fn an_edit_replaces_what_was_there() {
    let mut desk = Desk::new(0);
    let form = |answer: &str| json!({ "name": answer, "meta": { "instanceID": "one" } });
    desk.submit(form("first"));
    desk.export(&["--store", "merged"]);
    desk.submit(form("second"));
    let run = desk.export(&["--store", "merged"]);
    assert_eq!(
        (run.kept("first"), run.stored("#").len()),
        (0, 1),
        "{run:?}"
    );
    assert_eq!(run.stored("#")[0]["form|name"], "second");
}

#[test]
fn a_text_may_become_a_group_and_tables_may_come() {
    let mut desk = Desk::new(1);
    desk.export(&["--store", "merged"]);
    desk.submit(
        json!({ "name": { "first": "Asha" }, "dose": [{ "drug": "iron" }, { "drug": "zinc" }] }),
    );
    let run = desk.export(&["--store", "merged"]);
    assert_eq!(run.code, 0, "{run:?}");
    let names = ["form|name", "form|name|first"].map(|column| {
        let rows = run.stored("#");
        let mut values = rows.iter().filter_map(|row| row[column].as_str());
        values.find(|value| *value != "---").unwrap().to_owned()
    });
    assert_eq!(names, ["visit-0", "Asha"]);
    assert_eq!(run.stored("#|form|dose|#").len(), 2);
}

#[test]
fn the_token_is_that_of_the_export_whatever_its_format() {
    let mut desk = Desk::new(1);
    let token = desk.export(&[]).token().unwrap();
    let json = desk.url(Format::Json);
    let run = desk.run(&["form-export", &json]);
    assert_eq!(run.token().as_deref(), Some(&*token));
    let raw = desk.url(Format::Raw);
    let run = desk.run(&["form-export", &raw]);
    assert_eq!(
        (run.code, run.kept("visit-0")),
        (0, 1),
        "a raw download knows no token: {run:?}"
    );
    assert_eq!(run.token().as_deref(), Some(&*token));
    let asked = desk.asked();
    assert!(
        asked[1].contains(&format!("previous_export={token}")),
        "{asked:?}"
    );
    assert!(!asked[2].contains("previous_export"), "{asked:?}");
}

#[test]
fn without_tokens_every_download_is_full() {
    let mut desk = Desk::new(2);
    for _ in 0..2 {
        let run = desk.export(&["--full"]);
        assert_eq!((run.kept("visit-0"), run.token()), (1, None), "{run:?}");
    }
}
