//! `docs/kill-matrix.md`: which bug each check is tried by.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
};

use hq_conformance::{catalogue::check::Level, reference::bug::Bug};

use crate::client::checks;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/kill-matrix.md");

/// Set to write the page instead of comparing it.
const WRITE: &str = "WRITE_KILL_MATRIX";

/// What a line of the page says of the checks a bug fails besides its own.
const ALSO: &str = " Fails also ";

/// The checks each bug fails, by the name of the check that the bug is for.
pub(crate) type Fails = BTreeMap<String, BTreeSet<String>>;

/// What is wrong with the page, given all that bugs were seen to fail; where [`WRITE`] is set, the
/// page is written instead.
pub(crate) fn differs_from(fails: &Fails) -> Option<String> {
    let page = page(fails);
    if env::var_os(WRITE).is_some() {
        fs::write(FILE, page).unwrap();
        return None;
    }
    let there = fs::read_to_string(FILE).unwrap_or_default();
    let differ = there
        .lines()
        .zip(page.lines())
        .filter(|(there, now)| there != now);
    let differ: Vec<_> = differ.map(|(_, now)| now).collect();
    (there != page).then(|| {
        format!(
            "docs/kill-matrix.md is out of date: {WRITE}=1 cargo test --release -p hq-conformance --test kill_matrix -- --ignored matrix\n{}",
            differ.join("\n")
        )
    })
}

/// What else a bug fails is known only when it is played against the whole catalogue.
#[test]
fn the_page_names_every_check_and_its_bug() {
    let there = fs::read_to_string(FILE).unwrap();
    let known = there
        .lines()
        .map(|line| line.split_once(ALSO).map_or(line, |(before, _)| before));
    let now = page(&Fails::new());
    assert_eq!(known.collect::<Vec<_>>(), now.lines().collect::<Vec<_>>());
}

#[test]
fn every_bug_is_that_of_a_check() {
    let checks = checks();
    let idle = Bug::ALL
        .iter()
        .filter(|bug| checks.iter().all(|check| check.bug != bug.name()));
    assert_eq!(idle.collect::<Vec<_>>(), Vec::<&Bug>::new());
}

fn page(fails: &Fails) -> String {
    let mut page = String::from(
        "# The kill matrix\n\n\
         The kit is tested with a client of its own, `hq-conformance reference`. Without a bug it keeps every rule, whatever its store, its\n\
         nonces and its way with redirects; with `--bug NAME` it makes one slip, seen in a real program or likely enough. A test plays every\n\
         bug against the whole catalogue: each check must be failed by the bug it names, and no bug may fail more than a quarter of the checks\n\
         that apply, so that a check says something about the rule it states and little about anything else.\n\n\
         `cargo test -p hq-conformance --test kill_matrix` plays each bug against its check, with `--release` and `-- --include-ignored` against\n\
         all, but for `size-cap/just-below`, whose world is large, and compares this page; `hq-conformance reference --bugs` lists the bugs.\n\n",
    );
    for check in checks() {
        let bug: Bug = check.bug.parse().unwrap();
        let level = match check.level {
            Level::Must => "",
            Level::Should => " (should)",
        };
        let (id, description) = (&check.id, bug.description());
        let others = fails.get(id).into_iter().flatten();
        let others: Vec<_> = others
            .filter(|other| *other != id)
            .map(|other| format!("`{other}`"))
            .collect();
        let also = match others.as_slice() {
            [] => String::new(),
            others => format!("{ALSO}{}.", others.join(", ")),
        };
        let _ = writeln!(page, "- `{id}`{level}: **{bug}**. {description}{also}");
    }
    page
}
