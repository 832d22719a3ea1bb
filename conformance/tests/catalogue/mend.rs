//! The recipes for mending a client: every check has one, and its code is code.
#![allow(clippy::print_stdout)]

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use hq_conformance::catalogue;

/// How long a line may be, so that a terminal shows it whole.
const LONGEST: usize = 100;

/// The pieces of code, as id of the check and text, by language.
fn code() -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for check in catalogue::all().unwrap() {
        let mut pieces = check.mend.split("```");
        // What stands between two fences is code: every second piece.
        pieces.next();
        while let Some(piece) = pieces.next() {
            let (language, text) = piece.split_once('\n').expect("a language behind the fence");
            let list = found.entry(language.to_owned()).or_default();
            list.push((check.id.clone(), text.to_owned()));
            assert!(pieces.next().is_some(), "{}: an open fence", check.id);
        }
    }
    found
}

/// Runs a program over all pieces of a language, each in a file of its own. Left out where the
/// program is missing.
fn passes(language: &str, program: &[&str], ending: &str, wrapped: impl Fn(usize, &str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let pieces = code().remove(language).unwrap();
    let files = pieces.iter().enumerate().map(|(number, (_, text))| {
        let file = folder.path().join(format!("Mend{number}.{ending}"));
        fs::write(&file, wrapped(number, text)).unwrap();
        file
    });
    let files: Vec<_> = files.collect();
    // Programs that take one file at a time are called for each.
    let calls: Vec<&[_]> = match program {
        ["javac" | "python3", ..] => vec![files.as_slice()],
        _ => files.chunks(1).collect(),
    };
    for files in calls {
        let mut command = Command::new(program[0]);
        command.args(&program[1..]).args(files).current_dir(&folder);
        let Ok(output) = command.output() else {
            println!(
                "skipped: recipes in {language}, because {} is missing",
                program[0]
            );
            return;
        };
        let ids: Vec<_> = pieces
            .iter()
            .map(|(id, _)| id.as_str())
            .enumerate()
            .collect();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{files:?}: {said}\n{ids:?}");
    }
}

#[test]
fn every_check_has_a_recipe_that_fits_a_terminal() {
    for check in catalogue::all().unwrap() {
        let (first, _) = check.mend.split_once("\n\n").unwrap_or_default();
        assert!(
            first.ends_with(['.', ':']),
            "{}: begins with a sentence",
            check.id
        );
        for line in check.mend.lines() {
            assert!(!line.contains('\t'), "{}: a tab: {line}", check.id);
            assert!(
                line.chars().count() <= LONGEST,
                "{}: too long: {line}",
                check.id
            );
            assert_eq!(line, line.trim_end(), "{}", check.id);
        }
    }
    let languages: Vec<_> = code().into_keys().collect();
    assert_eq!(languages, ["java", "js", "python", "sh"]);
}

#[test]
fn shell_and_python_are_understood() {
    passes("sh", &["sh", "-n"], "sh", |_, text| text.to_owned());
    passes(
        "python",
        &["python3", "-m", "py_compile"],
        "py",
        |_, text| text.to_owned(),
    );
}

#[test]
fn javascript_and_java_are_understood() {
    let javascript = |_, text: &str| format!("async function mend() {{\n{text}}}\n");
    passes("js", &["node", "--check"], "js", javascript);
    let frame =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue/Mend.java"));
    let frame = frame.unwrap();
    let java = |number: usize, text: &str| {
        let named = frame.replace("class Mend", &format!("class Mend{number}"));
        named.replace("// the recipe", text)
    };
    passes("java", &["javac", "-proc:none"], "java", java);
}
