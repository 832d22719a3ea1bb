//! What `init` writes is run as it stands.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use hq_conformance::catalogue;

use crate::support::{kit_in, lacks, text};

const WRITTEN: [&str; 5] = [
    ".github/workflows/hq-conformance.yml",
    "hq-conformance/.gitignore",
    "hq-conformance/client.toml",
    "hq-conformance/expected-failures.toml",
    "hq-conformance/run-client.sh",
];

fn kit(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = kit_in(folder, arguments);
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

/// The shell lines of the workflow's step of a name, continued lines joined.
fn step(workflow: &str, name: &str) -> String {
    let (_, step) = workflow.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, lines) = step.split_once("run: |\n").unwrap();
    let lines = lines
        .lines()
        .take_while(|line| line.starts_with("          "));
    let lines: Vec<_> = lines.map(str::trim).collect();
    lines.join("\n").replace("\\\n", "")
}

#[test]
fn the_workflows_own_command_is_green() {
    if lacks("init", &["curl", "unzip"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = kit(
        folder.path(),
        &["init", "--kit", "https://example.org/kit.git"],
    );
    assert_eq!(code, Some(0), "{said}");
    for file in WRITTEN {
        assert!(folder.path().join(file).is_file(), "{file}: {said}");
    }
    let workflow = fs::read_to_string(folder.path().join(WRITTEN[0])).unwrap();
    assert!(
        workflow.contains("KIT: \"https://example.org/kit.git\"\n"),
        "{workflow}"
    );
    let revision = format!("  REVISION: \"{}\"\n", catalogue::revision());
    assert!(workflow.contains(&revision), "{workflow}");
    let command = step(&workflow, "Conformance").replace("$REVISION", &catalogue::revision());
    let words = command.split_whitespace().skip(1);
    let summary = folder.path().join("summary.md");
    let words = words.map(|word| {
        word.trim_matches('"')
            .replace("$GITHUB_STEP_SUMMARY", summary.to_str().unwrap())
    });
    let words: Vec<_> = words.collect();
    let (code, said) = kit(
        folder.path(),
        &words.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.path().join("hq-conformance/report.html").is_file());
    assert!(fs::read_to_string(summary).unwrap().starts_with("## ✅ "));
}

#[test]
fn the_workflow_installs_the_commit_that_holds_its_revision() {
    let folder = tempfile::tempdir().unwrap();
    kit(
        folder.path(),
        &["init", "--kit", "https://example.org/kit.git"],
    );
    let workflow = fs::read_to_string(folder.path().join(WRITTEN[0])).unwrap();
    let script = step(&workflow, "Install the kit");
    // A cargo that says what it was asked for, and no kit on the machine yet.
    let cargo = "#!/bin/sh\necho \"$@\"\n";
    fs::write(folder.path().join("cargo"), cargo).unwrap();
    fs::set_permissions(
        folder.path().join("cargo"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    let run = |commit: &str| {
        let path = format!("{}:/bin:/usr/bin", folder.path().display());
        let mut command = std::process::Command::new("sh");
        command
            .args(["-ec", &script])
            .env("PATH", path)
            .env("COMMIT", commit);
        command
            .env("KIT", "https://example.org/kit.git")
            .env("REVISION", "abc");
        command.output().unwrap()
    };
    let said = text(&run("0123abcd").stdout);
    assert_eq!(
        said,
        "install --locked --git https://example.org/kit.git --rev 0123abcd hq-conformance\n"
    );
    let unpinned = run("");
    assert_ne!(unpinned.status.code(), Some(0));
    assert!(
        text(&unpinned.stderr).contains("which commit of the kit holds the checks of revision abc")
    );

    let (_, commit) = workflow.split_once("  COMMIT: ").unwrap();
    let commit = commit.lines().next().unwrap().trim_matches('"');
    let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(
        is_commit || commit == "${{ vars.HQ_CONFORMANCE_COMMIT }}",
        "{commit}"
    );
    assert!(workflow.contains("key: hq-conformance-${{ env.COMMIT }}-${{ env.REVISION }}-"));
}

#[test]
fn nothing_is_replaced_without_force() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("hq-conformance/client.toml");
    fs::create_dir(manifest.parent().unwrap()).unwrap();
    fs::write(&manifest, "mine").unwrap();
    let (code, said) = kit(folder.path(), &["init"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("client.toml is there already; --force replaces it"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(&manifest).unwrap(), "mine");
    assert!(!folder.path().join(WRITTEN[0]).exists(), "all or nothing");
    let (code, said) = kit(folder.path(), &["init", "--force"]);
    assert_eq!(code, Some(0), "{said}");
    assert_ne!(fs::read_to_string(&manifest).unwrap(), "mine");
}

#[test]
fn a_command_is_written_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let command = ["sh", "-c", "echo \"a b\" 'c' \\ > \"$1\"", "x", "{out}/x"];
    let mut arguments = vec!["init", path, "--name", "a \"client\"", "--"];
    arguments.extend(command);
    let (code, said) = kit(Path::new("/"), &arguments);
    assert_eq!(code, Some(0), "{said}");
    assert!(!folder.path().join("hq-conformance/run-client.sh").exists());
    let manifest = fs::read_to_string(folder.path().join("hq-conformance/client.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(manifest["name"].as_str(), Some("a \"client\""));
    let words = manifest["operation"]["form-export"]["command"]
        .as_array()
        .unwrap();
    let words: Vec<_> = words.iter().map(|word| word.as_str().unwrap()).collect();
    assert_eq!(words, command);
}
