//! What `init` writes is run as it stands.

use std::{fs, path::Path};

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
    let command = step(&workflow, "Conformance");
    assert!(command.contains(&catalogue::revision()), "{command}");
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
