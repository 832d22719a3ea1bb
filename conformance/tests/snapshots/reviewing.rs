//! Deciding on pending snapshots, one by one.

use std::collections::{BTreeMap, BTreeSet};

use hq_conformance::{
    report::model::SnapshotDifference,
    snapshot::{
        compare::compare,
        review::{Reviewed, review},
        store::Store,
    },
};
use tempfile::TempDir;

/// A store in a folder of its own, and what clients produced.
struct Desk {
    folder: TempDir,
    store: Store,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("snapshots"));
        Self { folder, store }
    }

    /// What is not as approved once these views were produced.
    fn compare(&self, views: &[(&str, &str)]) -> Vec<SnapshotDifference> {
        self.compare_where(views, true)
    }

    fn compare_where(&self, views: &[(&str, &str)], may_write: bool) -> Vec<SnapshotDifference> {
        let views = views.iter();
        let views = views.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        compare(&self.store, &views.collect::<BTreeMap<_, _>>(), may_write).unwrap()
    }

    fn accept_all(&self) {
        for name in self.store.pending_names().unwrap() {
            self.store.accept(&name).unwrap();
        }
    }

    /// Reviews with these answers: how many were accepted, rejected and left, and what was said.
    fn review(&self, answers: &str) -> ([usize; 3], String) {
        let mut said = Vec::new();
        let Reviewed {
            accepted,
            rejected,
            left,
        } = review(&self.store, &mut answers.as_bytes(), &mut said).unwrap();
        ([accepted, rejected, left], String::from_utf8(said).unwrap())
    }

    /// The names that are approved, and those that wait.
    fn names(&self) -> (Vec<String>, Vec<String>) {
        let list = |names: BTreeSet<String>| names.into_iter().collect();
        (
            list(self.store.approved_names().unwrap()),
            list(self.store.pending_names().unwrap()),
        )
    }
}

#[test]
fn each_is_shown_and_accepted_rejected_or_left() {
    let desk = Desk::new();
    desk.compare(&[("a.csv/one", "old\nsame\n"), ("a.csv/gone", "x\n")]);
    desk.accept_all();
    let now = &[
        ("a.csv/one", "new\nsame\n"),
        ("a.csv/two", "2\n"),
        ("b.csv/three", "3\n"),
    ];
    let differences = desk.compare(now);
    assert_eq!(differences.len(), 4, "{differences:?}");

    // In the order of names: gone, one, two, three.
    let (reviewed, said) = desk.review("a\nperhaps\na\nr\ns\n");
    assert_eq!(reviewed, [2, 1, 1]);
    assert!(
        said.contains("1 of 4: a.csv/gone\nnothing of this name is played any more"),
        "{said}"
    );
    assert!(said.contains("-old\n+new\n same\n"), "{said}");
    assert!(said.contains("`perhaps` is no answer"), "{said}");
    assert!(said.contains("new:\n2\n"), "{said}");
    assert_eq!(
        desk.names(),
        (vec!["a.csv/one".into()], vec!["b.csv/three".into()])
    );
    assert_eq!(
        desk.store.approved("a.csv/one").unwrap().as_deref(),
        Some("new\nsame\n")
    );
}

#[test]
fn the_end_of_the_input_leaves_the_rest() {
    let desk = Desk::new();
    desk.compare(&[("a.csv/one", "1\n"), ("a.csv/two", "2\n")]);
    let (first, _) = desk.review("r\n");
    assert_eq!(first, [0, 1, 1]);
    let (second, _) = desk.review("q\n");
    assert_eq!(second, [0, 0, 1]);
    assert_eq!(desk.names(), (vec![], vec!["a.csv/two".into()]));
}

#[test]
fn what_is_as_approved_again_waits_no_longer() {
    let desk = Desk::new();
    let right = [("a.csv/one", "1\n")];
    desk.compare(&right);
    desk.accept_all();
    desk.compare(&[("a.csv/one", "2\n")]);
    assert_eq!(desk.names().1, ["a.csv/one"]);
    assert_eq!(desk.compare(&right), []);
    assert_eq!(desk.names(), (vec!["a.csv/one".into()], vec![]));
}

#[test]
fn an_orphan_is_a_difference_and_one_that_never_was_approved_goes() {
    let desk = Desk::new();
    desk.compare(&[("a.csv/one", "1\n"), ("a.csv/two", "2\n")]);
    desk.store.accept("a.csv/one").unwrap();
    let differences = desk.compare(&[]);
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].name, "a.csv/one");
    assert!(
        differences[0]
            .what
            .contains("no operation, format and story"),
        "{differences:?}"
    );
    // The proposal to remove it is what waits; the other was never approved.
    assert_eq!(desk.names().1, ["a.csv/one"]);
    desk.accept_all();
    assert_eq!(desk.names(), (vec![], vec![]));
}

#[test]
fn nothing_is_written_where_nothing_may_be() {
    let desk = Desk::new();
    let differences = desk.compare_where(&[("a.csv/one", "1\n")], false);
    assert_eq!(
        differences[0].what,
        "nothing is approved under this name yet"
    );
    assert_eq!(differences[0].diff.lines().last(), Some("+1"));
    assert!(!desk.folder.path().join("snapshots").exists());
}
