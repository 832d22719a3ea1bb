//! The exit codes of the program, each where a user meets it.

use std::{fs, process::Command};

use crate::support::{kit_in, lacks, package, text};

fn code(arguments: &[&str]) -> (Option<i32>, String) {
    let output = kit_in(package(), arguments);
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

#[test]
fn zero_for_a_client_that_conforms() {
    if lacks("exit 0", &["curl", "unzip"]) {
        return;
    }
    let (code, said) = code(&["run", "clients/curl", "--select", "nothing-new/*.csv"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("curl: 3 checks, 3 results: 3 pass, 0 fail"),
        "{said}"
    );
    assert!(!said.contains(".json"), "{said}");
}

#[test]
fn one_for_a_must_that_is_broken() {
    let (code, said) = code(&["run", "--", "true"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("no request arrived at all"), "{said}");
}

#[test]
fn two_for_what_makes_no_sense() {
    assert_eq!(code(&["run", "--no-such-flag"]).0, Some(2));
    assert_eq!(code(&[]).0, Some(2));
}

#[test]
fn four_where_nothing_is_judged() {
    let (code_of_77, said) = code(&["run", "--shell", "exit 77"]);
    assert_eq!(code_of_77, Some(4), "{said}");
    assert!(
        said.contains("the client says that it cannot do this"),
        "{said}"
    );

    let folder = tempfile::tempdir().unwrap();
    let manifest = "name = \"cases only\"\n[operation.case-export]\ncommand = [\"true\"]\n";
    fs::write(folder.path().join("client.toml"), manifest).unwrap();
    let output = kit_in(folder.path(), &["run", ".", "--select", "tag/*"]);
    assert_eq!(output.status.code(), Some(4));
    let said = text(&output.stdout);
    assert!(
        said.contains("the manifest has no [operation.form-export]"),
        "{said}"
    );
}

#[test]
fn five_when_the_kit_itself_cannot_work() {
    let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["run", "--", "true"])
        .env("TMPDIR", package().join("no-such-folder"))
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(
        said.contains("the kit's own folders") && said.contains("no-such-folder"),
        "{said}"
    );
}
