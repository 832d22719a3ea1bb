//! How many scenarios are played at once changes nothing but the time; and nothing is left behind.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::support::{lacks, package, small_client, statuses, text};

#[tokio::test]
async fn one_job_and_eight_find_the_same() {
    if lacks("jobs", &["python3"]) {
        return;
    }
    for program in ["exporter", "wrong/token-emptied"] {
        let client = small_client(program, "", "token = \"kept\"");
        assert_eq!(
            statuses(&client, 1).await,
            statuses(&client, 8).await,
            "{program}"
        );
    }
}

#[tokio::test]
async fn a_shared_client_is_run_in_one_space_at_a_time() {
    if lacks("shared", &["python3"]) {
        return;
    }
    // Two runs at once would find the lock of the other.
    let lock = tempfile::tempdir().unwrap();
    let line = format!(
        "mkdir '{0}/lock' || exit 1; sleep 0.02; rmdir '{0}/lock'",
        lock.path().display()
    );
    let client = crate::support::shell_client(&line, "shared = true", "");
    let examined = crate::support::examined(&client, 8).await;
    let first = &examined.results[0].verdict.reasons;
    assert!(!first.is_empty(), "{examined:#?}");
    let shared = small_client("exporter", "shared = true", "token = \"kept\"");
    let alone = small_client("exporter", "", "token = \"kept\"");
    assert_eq!(statuses(&shared, 8).await, statuses(&alone, 8).await);
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
