//! How many scenarios are played at once changes nothing but the time; and nothing is left behind.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use hq_conformance::play::stage::Stage;

use crate::support::{USUAL, examined, given, lacks, of, package, statuses, text};

#[tokio::test]
async fn one_job_and_eight_find_the_same() {
    if lacks("jobs", &["curl", "unzip"]) {
        return;
    }
    let client = given("curl-recipe");
    let one = statuses(&client, 1).await;
    assert_eq!(one, statuses(&client, 8).await);
    assert_eq!(one.len(), USUAL.len());
}

#[tokio::test]
async fn a_shared_client_runs_one_at_a_time_and_is_judged_alike() {
    if lacks("shared", &["curl", "unzip"]) {
        return;
    }
    let mut shared = given("curl-recipe");
    shared.rules.shared = true;
    let examined = examined(&shared, 8).await;
    let mut shown = examined.results.iter().filter_map(|r| r.shown.as_ref());
    assert!(shown.all(|played| played.domain == Stage::SHARED_DOMAIN));
    assert_eq!(of(&examined), statuses(&given("curl-recipe"), 8).await);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.collect()
}

/// Runs the program with a temporary folder of its own, which is empty afterwards.
fn leaves_nothing(arguments: &[&str]) -> Output {
    let temporary = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(arguments)
        .current_dir(package())
        .env("TMPDIR", temporary.path())
        .output()
        .unwrap();
    assert_eq!(names(temporary.path()), [""; 0], "{arguments:?}");
    output
}

#[test]
fn nothing_is_left_in_the_temporary_folder() {
    if !lacks("leaving nothing", &["curl", "unzip"]) {
        let output = leaves_nothing(&["run", "clients/curl-recipe"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    }
    let litter =
        "mktemp; mktemp -d; mkdir -p {out}/a/b {state}/c; chmod 500 {out}/a; kill -KILL $$";
    let output = leaves_nothing(&["run", "--shell", litter]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    leaves_nothing(&["run", "--", "no-such-client"]);
}
