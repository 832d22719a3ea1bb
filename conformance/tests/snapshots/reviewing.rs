//! Deciding on pending snapshots, one by one.

use std::{collections::BTreeMap, path::Path};

use hq_conformance::snapshot::{
    compare::compare,
    review::{Reviewed, review},
    store::Store,
};
use tempfile::TempDir;

fn views(views: &[(&str, &str)]) -> BTreeMap<String, String> {
    let views = views.iter();
    views
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

fn store(folder: &TempDir) -> Store {
    Store::new(folder.path().join("snapshots"))
}

fn accept_all(store: &Store) {
    for name in store.pending_names().unwrap() {
        store.accept(&name).unwrap();
    }
}

/// Reviews with these answers; what was said.
fn reviewed(store: &Store, answers: &str) -> (Reviewed, String) {
    let mut said = Vec::new();
    let reviewed = review(store, &mut answers.as_bytes(), &mut said).unwrap();
    (reviewed, String::from_utf8(said).unwrap())
}

fn names(store: &Store) -> (Vec<String>, Vec<String>) {
    let list = |names: std::collections::BTreeSet<String>| names.into_iter().collect();
    (
        list(store.approved_names().unwrap()),
        list(store.pending_names().unwrap()),
    )
}

#[test]
fn each_is_shown_and_accepted_rejected_or_left() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    compare(
        &store,
        &views(&[("a.csv/one", "old\nsame\n"), ("a.csv/gone", "x\n")]),
        true,
    )
    .unwrap();
    accept_all(&store);
    let now = views(&[
        ("a.csv/one", "new\nsame\n"),
        ("a.csv/two", "2\n"),
        ("b.csv/three", "3\n"),
    ]);
    let differences = compare(&store, &now, true).unwrap();
    assert_eq!(differences.len(), 4, "{differences:?}");

    // In the order of names: gone, one, two, three.
    let (reviewed, said) = reviewed(&store, "a\nperhaps\na\nr\ns\n");
    assert_eq!(
        reviewed,
        Reviewed {
            accepted: 2,
            rejected: 1,
            left: 1
        }
    );
    assert!(
        said.contains("1 of 4: a.csv/gone\nnothing of this name is played any more"),
        "{said}"
    );
    assert!(said.contains("-old\n+new\n same\n"), "{said}");
    assert!(said.contains("`perhaps` is no answer"), "{said}");
    assert!(said.contains("new:\n2\n"), "{said}");
    assert_eq!(
        names(&store),
        (vec!["a.csv/one".into()], vec!["b.csv/three".into()])
    );
    assert_eq!(
        store.approved("a.csv/one").unwrap().as_deref(),
        Some("new\nsame\n")
    );
}

#[test]
fn the_end_of_the_input_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    compare(
        &store,
        &views(&[("a.csv/one", "1\n"), ("a.csv/two", "2\n")]),
        true,
    )
    .unwrap();
    let (first, _) = reviewed(&store, "r\n");
    assert_eq!(
        first,
        Reviewed {
            accepted: 0,
            rejected: 1,
            left: 1
        }
    );
    let (second, _) = reviewed(&store, "q\n");
    assert_eq!(
        second,
        Reviewed {
            accepted: 0,
            rejected: 0,
            left: 1
        }
    );
    assert_eq!(names(&store), (vec![], vec!["a.csv/two".into()]));
}

#[test]
fn what_is_as_approved_again_waits_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let right = views(&[("a.csv/one", "1\n")]);
    compare(&store, &right, true).unwrap();
    accept_all(&store);
    compare(&store, &views(&[("a.csv/one", "2\n")]), true).unwrap();
    assert_eq!(names(&store).1, ["a.csv/one"]);
    assert_eq!(compare(&store, &right, true).unwrap(), []);
    assert_eq!(names(&store), (vec!["a.csv/one".into()], vec![]));
}

#[test]
fn an_orphan_is_a_difference_and_one_that_never_was_approved_goes() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    compare(
        &store,
        &views(&[("a.csv/one", "1\n"), ("a.csv/two", "2\n")]),
        true,
    )
    .unwrap();
    store.accept("a.csv/one").unwrap();
    let differences = compare(&store, &views(&[]), true).unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].name, "a.csv/one");
    assert!(
        differences[0]
            .what
            .contains("no operation, format and story"),
        "{differences:?}"
    );
    // The proposal to remove it is what waits; the other was never approved.
    assert_eq!(names(&store).1, ["a.csv/one"]);
    accept_all(&store);
    assert_eq!(names(&store), (vec![], vec![]));
}

#[test]
fn nothing_is_written_where_nothing_may_be() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let differences = compare(&store, &views(&[("a.csv/one", "1\n")]), false).unwrap();
    assert_eq!(
        differences[0].what,
        "nothing is approved under this name yet"
    );
    assert_eq!(differences[0].diff.lines().last(), Some("+1"));
    assert!(!Path::new(&folder.path().join("snapshots")).exists());
}
