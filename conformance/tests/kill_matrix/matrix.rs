//! Every bug against the whole catalogue.
#![allow(clippy::print_stdout)]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Instant,
};

use fakehq::file_format::Format;
use futures_util::{StreamExt as _, stream};
use hq_conformance::{
    catalogue::{check::Check, need::Need},
    examination::Examined,
    judge::verdict::Status,
};

use crate::{
    client::{BUILDS, TAKES, checks, client, examined},
    page::{self, Fails},
};

/// Bugs examined at once.
const AT_ONCE: usize = 3;

/// A check, its bug, and what the bug was seen to do.
struct Kill {
    check: Arc<Check>,
    /// The checks it fails, its own first of all.
    fails: BTreeSet<String>,
    /// How many checks apply to the client without the bug, the same way.
    applicable: Option<usize>,
    /// What the check says of the bug, where that is no failure.
    spared: Option<String>,
}

/// How a client is examined for a check: by which manifest, in which formats.
type Way = (&'static str, Vec<Format>);

fn way(check: &Check) -> Way {
    let manifest = if check.needs.contains(&Need::Url) {
        BUILDS
    } else {
        TAKES
    };
    let allowed = |format: &Format| check.formats.is_empty() || check.formats.contains(format);
    let format = Format::ALL.into_iter().find(allowed).unwrap_or(Format::Csv);
    if check.needs.contains(&Need::Raw) {
        return (manifest, vec![format, Format::Raw]);
    }
    (manifest, vec![format])
}

fn with(found: &Examined, wanted: &[Status]) -> BTreeSet<String> {
    let results = found.results.iter();
    let some = results.filter(|result| wanted.contains(&result.verdict.status));
    some.map(|result| result.check.id.clone()).collect()
}

/// Checks whose worlds are so large that they are played for their own bugs only.
const HEAVY: [&str; 1] = ["size-cap/just-below"];

/// What a bug is examined by.
fn without_other_heavy_ones(checks: &[Arc<Check>], own: &str) -> Vec<Arc<Check>> {
    let wanted = |check: &&Arc<Check>| check.id == own || !HEAVY.contains(&check.id.as_str());
    checks.iter().filter(wanted).cloned().collect()
}

const FAILED: &[Status] = &[Status::Fail, Status::Warn];

async fn kill(check: Arc<Check>, checks: Vec<Arc<Check>>, applicable: Option<usize>) -> Kill {
    // Without a number to compare with, only its own check is of interest.
    let only = applicable.is_none().then_some(check.id.as_str());
    let (manifest, formats) = way(&check);
    let found = examined(
        &client(manifest, &["--bug", &check.bug], &formats),
        &checks,
        only,
    )
    .await;
    let errors = with(&found, &[Status::Error]);
    assert!(
        errors.is_empty(),
        "{}: the kit failed in {errors:?}",
        check.bug
    );
    let fails = with(&found, FAILED);
    let said = found
        .results
        .iter()
        .filter(|result| result.check.id == check.id);
    let said: Vec<_> = said
        .map(|result| {
            format!(
                "{} {}: {}",
                result.id(),
                result.verdict.status.word(),
                result.verdict.reasons.join("; ")
            )
        })
        .collect();
    Kill {
        spared: (!fails.contains(&check.id)).then(|| said.join("\n    ")),
        check,
        fails,
        applicable,
    }
}

/// What is wrong with the bug of a check, if it is played against that check alone or, where a number
/// of applicable checks is given, against all.
async fn wrong(applicable: impl Fn(&Check) -> Option<usize>) -> (Vec<String>, Fails) {
    let started = Instant::now();
    let checks = checks();
    let kills = stream::iter(checks.iter().cloned())
        .map(|check| {
            let applicable = applicable(&check);
            let checks = without_other_heavy_ones(&checks, &check.id);
            async move { tokio::spawn(kill(check, checks, applicable)).await.unwrap() }
        })
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    println!("{} bugs in {} s", kills.len(), started.elapsed().as_secs());

    let mut wrong = Vec::new();
    for kill in &kills {
        let (bug, fails) = (&kill.check.bug, &kill.fails);
        if let Some(said) = &kill.spared {
            let check = &kill.check.id;
            wrong.push(format!(
                "{bug} is not found by {check}:\n    {said}\n    it fails {fails:?}"
            ));
        }
        if let Some(applicable) = kill
            .applicable
            .filter(|applicable| fails.len() * 4 > *applicable)
        {
            wrong.push(format!(
                "{bug} fails {} of {applicable} checks: {fails:?}",
                fails.len()
            ));
        }
    }
    let fails = kills
        .into_iter()
        .map(|kill| (kill.check.id.clone(), kill.fails));
    (wrong, fails.collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bug_is_found_by_its_check() {
    let (wrong, _) = wrong(|_| None).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A bug fails at most a quarter of the checks that apply.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "plays the catalogue ninety times: minutes, in a release build"]
async fn every_bug_breaks_little_else() {
    let checks = checks();
    let mut applicable: BTreeMap<Way, usize> = BTreeMap::new();
    let ways: BTreeSet<Way> = checks.iter().map(|check| way(check)).collect();
    for way in ways {
        let checks = without_other_heavy_ones(&checks, "");
        let right = examined(&client(way.0, &[], &way.1), &checks, None).await;
        let failed = with(&right, FAILED);
        assert!(failed.is_empty(), "without a bug, {way:?}: {failed:?}");
        applicable.insert(way, with(&right, &[Status::Pass]).len());
    }
    let (mut wrong, fails) = wrong(|check| applicable.get(&way(check)).copied()).await;
    wrong.extend(page::differs_from(&fails));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
