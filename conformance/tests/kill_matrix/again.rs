//! The same verdicts every time: in any order of the checks, with any number of jobs.

use std::sync::Arc;

use fakehq::file_format::Format;
use hq_conformance::{
    catalogue::{check::Check, selection::Selection},
    client::manifest::Client,
    examination::examine,
};
use md5::{Digest as _, Md5};

use crate::client::{TAKES, checks, client};

/// What is said of every check, in the order of their names.
async fn verdicts(client: &Client, checks: &[Arc<Check>], jobs: usize) -> Vec<String> {
    let everything = Selection::new(&[], &[]).unwrap();
    let examined = examine(client, checks, &everything, jobs, |_| ()).await;
    let results = examined.unwrap().results;
    let said = results.iter().map(|result| {
        format!(
            "{} {}: {}",
            result.id(),
            result.verdict.status.word(),
            result.verdict.reasons.join("; ")
        )
    });
    said.collect()
}

/// The checks in an order of its own for each round.
fn shuffled(round: usize) -> Vec<Arc<Check>> {
    let mut checks = checks();
    checks.sort_by_cached_key(|check| Md5::digest(format!("{round} {}", check.id)));
    checks
}

/// Round by round with other checks first and another number of jobs, one of a client that keeps
/// every rule and one of a client with a bug that breaks many.
async fn rounds_agree(rounds: usize) {
    let formats = [Format::Csv, Format::Raw];
    for options in [&[][..], &["--bug", "exit-0-on-401"]] {
        let client = client(TAKES, options, &formats);
        let first = verdicts(&client, &checks(), 2).await;
        assert!(first.len() > 100, "{} results", first.len());
        for round in 1..=rounds {
            let jobs = 1 + round * 3 % 8;
            let again = verdicts(&client, &shuffled(round), jobs).await;
            let changed: Vec<_> = again.iter().zip(&first).filter(|(a, b)| a != b).collect();
            assert!(
                changed.is_empty() && again.len() == first.len(),
                "round {round}, {jobs} jobs: {changed:#?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_and_jobs_change_nothing() {
    rounds_agree(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "plays the catalogue two hundred times: many minutes"]
async fn a_hundred_times_in_a_row_the_same() {
    rounds_agree(100).await;
}
