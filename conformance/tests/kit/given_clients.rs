//! The clients under `clients/`: two that are right, and the recipe of the page.

use std::{collections::BTreeMap, fs};

use hq_conformance::{exit::Exit, judge::verdict::Status};
use serde::Deserialize;

use crate::support::{examined_by, given, lacks, of, package, with};

/// All pass or are skipped, in every operation; those of `skipped` are skipped.
async fn conforms(name: &str, formats: &[&str], skipped: &[&str]) {
    let globs: Vec<_> = formats.iter().map(|format| format!("*.{format}")).collect();
    let globs: Vec<_> = globs.iter().map(String::as_str).collect();
    let examined = examined_by(&given(name), &globs, 4).await;
    let statuses = of(&examined);
    for status in [Status::Fail, Status::Warn, Status::Error] {
        let bad = with(status, &statuses);
        assert!(bad.is_empty(), "{bad:?}: {examined:#?}");
    }
    let passed = with(Status::Pass, &statuses);
    for check in skipped {
        assert!(!passed.contains(check), "{check}: {statuses:?}");
    }
    for operation in ["form-export", "custom-export", "case-export"] {
        for format in formats {
            let result = format!("contract/complete@{operation}.{format}");
            assert_eq!(statuses.get(&result), Some(&Status::Pass), "{statuses:?}");
        }
    }
    assert_eq!(Exit::of(&examined), Exit::Conforms);
}

#[tokio::test]
async fn the_curl_client_conforms() {
    if !lacks("clients/curl", &["curl", "unzip"]) {
        conforms("curl", &["csv", "json"], &["tag/quoted", "tag/encoded"]).await;
    }
}

#[tokio::test]
async fn the_python_client_conforms_and_builds_its_address() {
    if !lacks("clients/python-requests", &["python3", "requests"]) {
        conforms("python-requests", &["csv"], &["tag/copied-link"]).await;
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    failure: Vec<ExpectedFailure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFailure {
    check: String,
    reason: String,
}

#[tokio::test]
async fn the_pages_recipe_fails_what_is_written_down_and_nothing_else() {
    if lacks("clients/curl-recipe", &["curl", "unzip"]) {
        return;
    }
    let path = package().join("clients/curl-recipe/expected-failures.toml");
    let expected: Expected = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut reasons = BTreeMap::new();
    for failure in &expected.failure {
        assert!(failure.reason.ends_with('.'), "{}", failure.check);
        reasons.insert(failure.check.as_str(), failure.reason.as_str());
    }
    assert_eq!(reasons.len(), expected.failure.len(), "one reason each");

    let examined = examined_by(&given("curl-recipe"), &[], 4).await;
    let statuses = of(&examined);
    let failed = with(Status::Fail, &statuses);
    assert_eq!(failed, reasons.into_keys().collect::<Vec<_>>());
    assert!(with(Status::Error, &statuses).is_empty(), "{statuses:?}");
    assert_eq!(Exit::of(&examined), Exit::Broken);
}
