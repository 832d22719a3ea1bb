//! Known failures: what is listed does not count, what passes has to leave the list.

use std::fs;

use crate::support::{kit_in, lacks, package, refusal, text};

/// How a run of the program ended, and what it said.
fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = kit_in(package(), arguments);
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), said)
}

const RECIPE: &str = "clients/curl-recipe";
const LIST: &str = "clients/curl-recipe/expected-failures.toml";

#[test]
fn the_recipe_fails_nothing_new() {
    if lacks("known failures", &["curl", "unzip"]) {
        return;
    }
    let (code, said) = run(&["run", RECIPE]);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = run(&["run", RECIPE, "--expect", LIST]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(" 0 fail, "), "{said}");
    assert!(said.contains("but for the known failures"), "{said}");
    assert!(
        said.contains("known tokens/clean@form-export.csv\n"),
        "{said}"
    );
}

#[test]
fn a_listed_check_that_passes_is_an_error_of_its_own() {
    if lacks("stale known failures", &["curl", "unzip"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.toml");
    let entry = |check: &str| format!("[[failure]]\ncheck = \"{check}\"\nreason = \"Not yet.\"\n");
    fs::write(&list, entry("contract/*")).unwrap();
    let list = list.to_str().unwrap();
    let select = ["--select", "contract/complete@form-export.*"];
    let (code, said) = run(&[
        "run",
        "clients/curl",
        select[0],
        select[1],
        "--expect",
        list,
    ]);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("STALE contract/*\n  listed  as a known failure: Not yet."),
        "{said}"
    );

    // A must that is broken weighs more.
    let select = ["--select", "contract/complete", "--select", "tokens/clean"];
    let mut arguments = vec!["run", RECIPE, "--expect", list];
    arguments.extend(select);
    assert_eq!(run(&arguments).0, Some(1));
}

#[test]
fn an_entry_that_is_about_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let list = "[[failure]]\ncheck = \"token/clean\"\nreason = \"Not yet.\"\n";
    fs::write(folder.path().join("list.toml"), list).unwrap();
    let said = refusal(
        folder.path(),
        &["run", "--expect", "list.toml", "--", "true"],
    );
    assert!(
        said.contains("list.toml: no check of this client matches `token/clean`"),
        "{said}"
    );
    assert!(said.contains("did you mean `tokens/clean`?"), "{said}");
    let said = refusal(
        folder.path(),
        &["run", "--expect", "none.toml", "--", "true"],
    );
    assert!(said.contains("none.toml: cannot be read"), "{said}");
}

#[test]
fn a_baseline_is_what_the_next_run_expects() {
    if lacks("baseline", &["curl", "unzip"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.toml");
    let old = "# Ours.\n\n# Long gone.\n[[failure]]\ncheck = \"contract/complete\"\nreason = \"x\"\n\n\
               # The shell.\n[[failure]]\ncheck = \"auth/wrong-password\"\nreason = \"sed ends it.\"\n";
    fs::write(&list, old).unwrap();
    let path = list.to_str().unwrap();
    let (code, said) = run(&["baseline", RECIPE, "--expect", path]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("left    contract/complete\n"), "{said}");
    assert!(said.contains("joined  tokens/clean\n"), "{said}");
    let new = fs::read_to_string(&list).unwrap();
    assert!(
        new.starts_with("# Ours.\n\n# The shell.\n[[failure]]\ncheck = \"auth/wrong-password\"\nreason = \"sed ends it.\"\n"),
        "{new}"
    );
    let (code, said) = run(&["run", RECIPE, "--expect", path]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn the_kits_own_failure_writes_no_baseline() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["baseline", "--expect", "list.toml", "--", "true"])
        .current_dir(folder.path())
        .env("TMPDIR", folder.path().join("no-such-folder"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    assert!(!folder.path().join("list.toml").exists());
}
