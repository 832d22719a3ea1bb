//! The programs of docs/other-languages.md, run as they stand; and docs/log.md names what the log has.
#![allow(clippy::print_stdout)]

use std::{env, fs, path::Path, process::Command};

use crate::support::Running;

const PAGE: &str = include_str!("../../../docs/other-languages.md");

/// The program of a language, in a file of this name, run by an interpreter.
fn runs(language: &str, file: &str, interpreter: &str) {
    let (_, program) = PAGE.split_once(&format!("```{language}\n")).unwrap();
    let (program, _) = program.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(file);
    fs::write(&file, program).unwrap();
    let own = Path::new(env!("CARGO_BIN_EXE_fakehq"))
        .parent()
        .unwrap()
        .to_owned();
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([own].into_iter().chain(env::split_paths(&old))).unwrap();
    let output = Command::new(interpreter)
        .arg(&file)
        .env("PATH", path)
        .output();
    let Ok(output) = output else {
        println!("skipped: the example in {language}, because {interpreter} is missing");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{language}: {said}\n{errors}");
    assert!(
        said.lines().any(|line| line == "done"),
        "{language}: {said}\n{errors}"
    );
}

#[test]
fn the_example_in_python_runs() {
    runs("python", "example.py", "python3");
}

#[test]
fn the_example_in_javascript_runs() {
    runs("js", "example.mjs", "node");
}

#[test]
fn the_example_in_java_runs() {
    runs("java", "FakeHqTest.java", "java");
}

#[test]
fn the_example_in_the_shell_runs() {
    if Command::new("curl").arg("-h").output().is_err() {
        println!("skipped: the example in the shell, because curl is missing");
        return;
    }
    runs("sh", "example.sh", "sh");
}

/// Every key of an object, and of the objects in it.
fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
    let inner: Vec<_> = match value {
        serde_json::Value::Object(object) => {
            found.extend(object.keys().cloned());
            object.values().collect()
        }
        serde_json::Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().for_each(|value| keys(value, found));
}

#[test]
fn the_page_of_the_log_names_every_key() {
    let page = include_str!("../../../docs/log.md");
    let mut server = Running::start(&[]);
    server.get("/a/demo/reports/export/?export_tag=%22x%22");
    let mut line = String::new();
    std::io::BufRead::read_line(&mut server.stdout, &mut line).unwrap();
    let request: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(request["event"], "request", "{line}");
    let mut found = Vec::new();
    keys(&server.ready, &mut found);
    keys(&request, &mut found);
    assert!(found.len() > 25, "{found:?}");
    for key in found {
        assert!(
            page.contains(&format!("`{key}`")),
            "docs/log.md does not name {key}"
        );
    }
}
