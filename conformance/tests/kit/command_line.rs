//! What the program says of itself, and the action that calls it.

use std::{
    fs,
    os::unix::fs::symlink,
    process::{Command, Output},
};

use crate::support::{kit_in, lacks, package, text};

#[test]
fn every_command_is_in_the_completions_and_the_man_page_names_the_exit_codes() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = kit_in(package(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for command in [
            "run", "repro", "baseline", "review", "compare", "init", "attend",
        ] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = text(&kit_in(package(), &["man"]).stdout);
    assert!(
        page.starts_with(".ie \\n(.g .ds Aq") && page.contains("Exit codes"),
        "{page}"
    );
}

#[test]
fn help_tells_every_exit_code() {
    let help = text(&kit_in(package(), &["--help"]).stdout);
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for code in [
        "0 the client conforms",
        "1 a must is broken",
        "2 usage",
        "3 a listed known failure passes now",
        "4 nothing was judged or less than demanded",
        "5 the kit itself failed",
        "6 only snapshots differ",
        "the first of 5, 2, 4, 1, 3, 6",
    ] {
        assert!(help.contains(code), "{code}: {help}");
    }
}

#[test]
fn explain_takes_the_name_a_report_prints_and_says_how_to_mend_it() {
    let explained = |name: &str| kit_in(package(), &["explain", name]);
    let by_id = explained("tokens/clean");
    assert_eq!(by_id.status.code(), Some(0));
    let said = text(&by_id.stdout);
    let recipe = said.split_once("How to mend it").unwrap().1;
    assert!(
        recipe.contains("```sh\n") && recipe.contains("```python\n"),
        "{said}"
    );
    for result in [
        "tokens/clean@form-export.csv",
        "tokens/clean@custom-export.json",
    ] {
        assert_eq!(text(&explained(result).stdout), said, "{result}");
    }
    let unknown = explained("tokens/clear@form-export.csv");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `tokens/clean`?"));
}

#[test]
fn another_revision_or_too_few_checks_are_refused() {
    let said = kit_in(
        package(),
        &["run", "--revision", "000000000000", "--", "true"],
    );
    assert_eq!(said.status.code(), Some(2));
    assert!(text(&said.stderr).contains("--revision wants the checks of revision 000000000000"));
    if lacks("--min-checks", &["curl", "unzip"]) {
        return;
    }
    let check = ["--select", "contract/complete@form-export.csv"];
    for (least, code) in [("1", 0), ("2", 4)] {
        let output = kit_in(
            package(),
            &[
                "run",
                "clients/curl",
                check[0],
                check[1],
                "--min-checks",
                least,
            ],
        );
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(said.contains("--min-checks wants 2"), code == 4, "{said}");
    }
}

/// The script of a step of the action.
fn action(step: &str) -> String {
    let action = fs::read_to_string(package().join("../action.yml")).unwrap();
    let (_, step) = action.split_once(&format!("- name: {step}\n")).unwrap();
    let (_, script) = step.split_once("run: |\n").unwrap();
    let lines = script
        .lines()
        .take_while(|line| line.starts_with("        "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_action_keeps_a_kit_for_as_long_as_its_files_are_the_same() {
    if lacks("key of the action", &["bash", "git"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let source = |name: &str| folder.path().join(name);
    for file in [
        "mock-server/src/lib.rs",
        "conformance/cases/a/b.toml",
        "Cargo.toml",
        "Cargo.lock",
    ] {
        fs::create_dir_all(source(file).parent().unwrap()).unwrap();
        fs::write(source(file), file).unwrap();
    }
    let key = || {
        let output = Command::new("bash")
            .args([
                "--noprofile",
                "--norc",
                "-eo",
                "pipefail",
                "-c",
                &action("Find the kit"),
            ])
            .env("SOURCE", folder.path())
            .env("RUNNER_TOOL_CACHE", "/cache")
            .env("GITHUB_OUTPUT", source("output"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = fs::read_to_string(source("output")).unwrap();
        fs::remove_file(source("output")).unwrap();
        let (content, root) = said.split_once('\n').unwrap();
        assert_eq!(root, "root=/cache/hq-conformance\n");
        content.strip_prefix("content=").unwrap().to_owned()
    };
    let first = key();
    assert_eq!(first.len(), 40, "{first}");
    assert_eq!(key(), first);
    fs::write(source("conformance/cases/a/b.toml"), "another rule").unwrap();
    assert_ne!(key(), first);
    let whole = fs::read_to_string(package().join("../action.yml")).unwrap();
    assert!(whole.contains("${{ steps.kit.outputs.content }}") && !whole.contains("hashFiles("));
}

fn acted(arguments: &str, expect: &str) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("root/bin")).unwrap();
    symlink(
        env!("CARGO_BIN_EXE_hq-conformance"),
        path("root/bin/hq-conformance"),
    )
    .unwrap();
    let output = Command::new("bash")
        .args([
            "--noprofile",
            "--norc",
            "-eo",
            "pipefail",
            "-c",
            &action("Run the client"),
        ])
        .current_dir(package())
        .env("ROOT", path("root"))
        .env("MANIFEST", "clients/curl")
        .env("EXPECT", expect)
        .env("REVISION", "")
        .env("MIN_CHECKS", "1")
        .env("SNAPSHOTS", "false")
        .env("ARGUMENTS", arguments)
        .env("REPORT", path("report"))
        .env("GITHUB_STEP_SUMMARY", path("summary.md"))
        .env("GITHUB_OUTPUT", path("output"))
        .output()
        .unwrap();
    (output, folder)
}

#[test]
fn the_action_runs_a_client_and_hands_on_its_code_and_reports() {
    if lacks("action", &["bash", "curl", "unzip"]) {
        return;
    }
    let (output, folder) = acted("--select\ncontract/complete@form-export.csv\n", "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("output"), "exit=0\n");
    assert!(read("summary.md").starts_with("## ✅ curl"));
    for report in [
        "report/report.json",
        "report/junit.xml",
        "report/report.html",
    ] {
        assert!(read(report).contains("contract/complete"), "{report}");
    }

    let (output, folder) = acted("", "no such file; touch x");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let said = fs::read_to_string(folder.path().join("output")).unwrap();
    assert_eq!(said, "exit=2\n");
    assert!(!package().join("x").exists());
}

/// Whoever reads has seen enough, or the disk is full: no panic, and the code that is documented.
#[test]
fn standard_output_may_be_closed_or_full() {
    let kit = env!("CARGO_BIN_EXE_hq-conformance");
    for (line, code) in [
        ("list | head -1", 0),
        ("explain tokens/clean | true", 0),
        ("man | true", 0),
        ("completions bash | true", 0),
        ("--help | true", 0),
        ("list > /dev/full", 5),
        ("explain tokens/clean > /dev/full", 5),
        ("run --select 'contract/*' -- true > /dev/full", 5),
        (
            "run --select 'contract/*' --report json=- -- true | true",
            1,
        ),
    ] {
        // The code of the kit, not that of whoever reads.
        let script = match line.split_once(" | ") {
            Some((command, reader)) => {
                format!(
                    "{{ '{kit}' {command}; echo $? > code; }} | {reader}; sleep 0.2; while ! test -s code; do sleep 0.1; done; exit $(cat code)"
                )
            }
            None => format!("'{kit}' {line}"),
        };
        let folder = tempfile::tempdir().unwrap();
        let output = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{line}: {said}");
        assert!(!said.contains("panicked"), "{line}: {said}");
    }
}
