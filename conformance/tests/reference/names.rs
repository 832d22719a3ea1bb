//! The names of the bugs, and who needs them.

use std::collections::BTreeSet;

use hq_conformance::{catalogue, reference::bug::Bug};

/// The bugs the first draft of the catalogue named, one a line.
const DRAFT: &str = include_str!("draft-bugs.txt");

#[test]
fn every_bug_of_the_draft_exists() {
    for name in DRAFT.lines() {
        assert!(name.parse::<Bug>().is_ok(), "{name}");
    }
    assert_eq!(DRAFT.lines().count(), 90);
}

#[test]
fn every_bug_of_a_check_exists() {
    for check in catalogue::all().unwrap() {
        assert!(
            check.bug.parse::<Bug>().is_ok(),
            "{} names {}",
            check.id,
            check.bug
        );
    }
}

#[test]
fn no_two_bugs_are_alike() {
    let names: BTreeSet<_> = Bug::ALL.iter().map(|bug| bug.name()).collect();
    let descriptions: BTreeSet<_> = Bug::ALL.iter().map(|bug| bug.description()).collect();
    assert_eq!(
        (names.len(), descriptions.len()),
        (Bug::ALL.len(), Bug::ALL.len())
    );
}
