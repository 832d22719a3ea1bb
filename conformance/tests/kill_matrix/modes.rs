//! The client without a bug, in every way to be right.

use std::time::Instant;

use fakehq::file_format::Format;
use futures_util::{StreamExt as _, stream};
use hq_conformance::{client::manifest::Keeps, judge::verdict::Status};

use crate::client::{TAKES, checks, client, examined};

/// Modes examined at once.
const AT_ONCE: usize = 3;

/// What becomes of downloads.
const STORES: [(&str, Keeps); 3] = [
    ("files", Keeps::Files),
    ("newest", Keeps::Files),
    ("merged", Keeps::Merged),
];

/// Every check passes or is skipped: whether redirects are followed or not, a nonce is kept or not,
/// downloads stay files, or only the newest stays, or all go into one store; and in each format.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "plays the catalogue twelve times in six formats: minutes, in a release build"]
async fn the_client_without_a_bug_keeps_every_rule_in_every_mode() {
    let started = Instant::now();
    let mut modes = Vec::new();
    for follow in [&[][..], &["--follow"]] {
        for nonce in ["keep", "new"] {
            for (store, keeps) in STORES {
                let options = [follow, &["--nonce", nonce, "--store", store]].concat();
                modes.push((options, keeps));
            }
        }
    }
    let count = modes.len();
    let wrong = stream::iter(modes)
        .map(
            |(options, keeps)| async move { tokio::spawn(breaches(options, keeps)).await.unwrap() },
        )
        .buffered(AT_ONCE)
        .concat()
        .await;
    println!(
        "{count} modes in all formats in {} s",
        started.elapsed().as_secs()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn breaches(options: Vec<&'static str>, keeps: Keeps) -> Vec<String> {
    // Of two values of an option the last one counts.
    let mut client = client(TAKES, &options, &Format::ALL);
    for rules in client.operations.values_mut() {
        rules.keeps = Some(keeps);
    }
    let found = examined(&client, &checks(), None).await;
    let breach = |status| !matches!(status, Status::Pass | Status::Skip);
    let breaches = found
        .results
        .iter()
        .filter(|result| breach(result.verdict.status));
    breaches
        .map(|result| {
            format!(
                "{} {options:?}: {}",
                result.id(),
                result.verdict.reasons.join("; ")
            )
        })
        .collect()
}
