//! Each bug does what its name says, seen from outside.

use std::process::Command;

use crate::desk::{Desk, Run};

/// The growing store, one visit more in the second run.
fn second_run(bug: &str, options: &[&str]) -> Run {
    let mut desk = Desk::new(3);
    let options = [&["--store", "merged", "--bug", bug], options].concat();
    desk.export(&options);
    desk.visit(4);
    desk.export(&options)
}

#[test]
fn the_list_names_them_all() {
    let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["reference", "--bugs"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for bug in hq_conformance::reference::bug::Bug::ALL {
        assert!(text.contains(bug.description()), "{bug}");
    }
}

#[test]
fn failures_become_successes() {
    for (bug, fault) in [
        ("non-zip-is-empty", "effect = { status = { code = 500 } }"),
        ("status-ignored", "effect = { status = { code = 502 } }"),
        ("200-means-data", "effect = 'login-page'"),
        ("short-body-kept", "effect = 'cut'"),
        ("reset-is-empty", "effect = { reset = { at = '50%' } }"),
        ("trusts-close", "effect = { open-end = { at = '50%' } }"),
        ("checksum-unchecked", "effect = 'changed-byte'"),
    ] {
        let mut desk = Desk::new(3);
        desk.fault(fault);
        let run = desk.export(&["--bug", bug]);
        assert_eq!(run.code, 0, "{bug}: {run:?}");
    }
}

#[test]
fn successes_become_failures() {
    for (bug, fault) in [
        ("needs-length", "effect = 'chunked'"),
        ("type-compared-whole", "effect = 'charset'"),
        (
            "challenge-by-position",
            "on = 'any'\neffect = { shuffled-challenge = { seed = 1 } }",
        ),
    ] {
        let mut desk = Desk::new(1);
        desk.fault(fault);
        let run = desk.export(&["--bug", bug]);
        assert_eq!(run.code, 1, "{bug}: {run:?}");
    }
    for bug in [
        "basic-only",
        "rfc2069-answer",
        "none-as-token",
        "quotes-left-off",
    ] {
        let mut desk = Desk::new(1);
        let base = desk.base_url().to_owned();
        let xmlns = crate::desk::XMLNS;
        let run = desk.run(&[
            "form-export",
            "--base-url",
            &base,
            "--domain",
            "demo",
            "--xmlns",
            xmlns,
            "--bug",
            bug,
        ]);
        assert_eq!(run.code, 1, "{bug}: {run:?}");
    }
}

#[test]
fn the_second_run_suffers() {
    for (bug, visits) in [
        ("token-not-stored", 4),
        ("replaces-store", 1),
        ("row-number-as-key", 3),
        ("drops-last-row", 2),
        ("302-is-error", 4),
    ] {
        assert_eq!(second_run(bug, &[]).stored("#").len(), visits, "{bug}");
    }
    assert_eq!(
        second_run("appends-blindly", &["--full"]).stored("#").len(),
        7
    );
    assert_eq!(
        second_run("stops-at-known-row", &["--full"])
            .stored("#")
            .len(),
        3
    );
    assert!(second_run("cr-in-token", &[]).said.contains("404"));
}

#[test]
fn the_spelling_of_the_header_decides() {
    for (bug, choice, found) in [
        ("lower-case-name-only", "published", false),
        ("lower-case-name-only", "lower", true),
        ("exact-name-only", "published", true),
        ("exact-name-only", "lower", false),
    ] {
        let mut desk = Desk::new(1);
        if choice != "published" {
            desk.space.set_quirk("header-case", choice).unwrap();
        }
        let run = desk.export(&["--bug", bug]);
        assert_eq!(run.code, 0, "{bug}: {run:?}");
        assert_eq!(run.token().is_some(), found, "{bug} {choice}");
    }
}

#[test]
fn too_many_tries() {
    let mut desk = Desk::new(1);
    let url = desk.url(fakehq::file_format::Format::Csv);
    let run = desk.run_as("wrong", &["form-export", &url, "--bug", "retries-401"]);
    assert_eq!(run.code, 1);
    assert!(desk.space.requests_blocking().len() > 11);
}
