//! Two clients through the same worlds.

use std::fs;

use hq_conformance::comparison::model::Comparison;

use crate::support::{kit_in, lacks, package, text};

fn compare(arguments: &[&str]) -> (Option<i32>, String, Comparison) {
    let all = [&["compare", "--json", "-"], arguments].concat();
    let output = kit_in(package(), &all);
    let said = text(&output.stderr);
    let comparison = serde_json::from_slice(&output.stdout);
    (output.status.code(), said.clone(), comparison.expect(&said))
}

#[test]
fn a_client_is_like_itself() {
    if lacks("compare", &["curl", "unzip"]) {
        return;
    }
    let (code, said, comparison) = compare(&["clients/curl-recipe", "clients/curl-recipe"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        comparison.is_same() && comparison.plays.len() == 6,
        "{said}"
    );
    assert!(
        said.contains(": 0 differ on the wire, 0 in outcome, 0 in data\n"),
        "{said}"
    );
}

#[test]
fn differences_are_told_by_wire_outcome_and_data() {
    if lacks("compare", &["curl", "unzip"]) {
        return;
    }
    let (code, said, comparison) = compare(&["clients/curl", "clients/curl-recipe"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        comparison.only_a.contains(&"form-export.json".to_owned()),
        "{said}"
    );
    let play = |name: &str| {
        let name = format!("form-export.csv/{name}");
        let play = comparison.plays.iter().find(|play| play.name == name);
        play.unwrap_or_else(|| panic!("{name} is not in {said}"))
    };
    // Whatever happened, the recipe ends with 0.
    let refused = &play("wrong-password").runs[0];
    assert!(!refused.outcome.same && refused.data.same, "{refused:?}");
    assert!(
        refused.outcome.diff.contains("+ended with 0\n"),
        "{refused:?}"
    );
    // Both do the first download alike; the second one the recipe does not come to ask for.
    let increment = &play("increment").runs;
    assert!(increment[0].wire.same && increment[0].data.same, "{said}");
    let asked = &increment[1].wire.diff;
    assert!(
        asked.contains("&previous_export=<token:1> (credentials verified) -> 200"),
        "{asked}"
    );
    assert!(asked.lines().all(|line| !line.starts_with('+')), "{asked}");
    assert!(
        said.contains("only curl can do form-export.json, "),
        "{said}"
    );
    assert!(!said.contains("correct-Horse-7"), "{said}");
}

#[test]
fn clients_with_nothing_in_common_are_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [("a.toml", "csv"), ("b.toml", "json")] {
        let manifest = format!(
            "name = \"{format}\"\n[operation.form-export]\ncommand = [\"true\"]\nformats = [\"{format}\"]\n"
        );
        fs::write(folder.path().join(name), manifest).unwrap();
    }
    let output = kit_in(folder.path(), &["compare", "a.toml", "b.toml"]);
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(text(&output.stdout).contains("only csv can do form-export.csv"));
}
