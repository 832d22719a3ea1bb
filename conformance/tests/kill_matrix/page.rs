//! `docs/kill-matrix.md`: which bug each check is tried by.

use std::{env, fmt::Write as _, fs};

use hq_conformance::{catalogue::check::Level, reference::bug::Bug};

use crate::client::checks;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/kill-matrix.md");

/// Set to write the page instead of comparing it.
const WRITE: &str = "WRITE_KILL_MATRIX";

#[test]
fn the_page_names_every_check_and_its_bug() {
    let page = page();
    if env::var_os(WRITE).is_some() {
        fs::write(FILE, page).unwrap();
        return;
    }
    let there = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        there == page,
        "docs/kill-matrix.md is out of date: {WRITE}=1 cargo test -p hq-conformance --test kill_matrix page"
    );
}

#[test]
fn every_bug_is_that_of_a_check() {
    let checks = checks();
    let idle = Bug::ALL
        .iter()
        .filter(|bug| checks.iter().all(|check| check.bug != bug.name()));
    assert_eq!(idle.collect::<Vec<_>>(), Vec::<&Bug>::new());
}

fn page() -> String {
    let mut page = String::from(
        "# The kill matrix\n\n\
         The kit is tested with a client of its own, `hq-conformance reference`. Without a bug it keeps every rule, whatever its store, its\n\
         nonces and its way with redirects; with `--bug NAME` it makes one slip, seen in a real program or likely enough. A test plays every\n\
         bug against the whole catalogue: each check must be failed by the bug it names, and no bug may fail more than a quarter of the checks\n\
         that apply, so that a check says something about the rule it states and little about anything else.\n\n\
         `cargo test -p hq-conformance --test kill_matrix` plays each bug against its check, with `-- --include-ignored` against all; `hq-conformance reference --bugs` lists the bugs.\n\n",
    );
    for check in checks() {
        let bug: Bug = check.bug.parse().unwrap();
        let level = match check.level {
            Level::Must => "",
            Level::Should => " (should)",
        };
        let _ = writeln!(
            page,
            "- `{}`{level}: **{bug}**. {}",
            check.id,
            bug.description()
        );
    }
    page
}
