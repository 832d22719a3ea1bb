//! Right clients of every shape of store, and wrong ones among them.

use std::path::Path;

use hq_conformance::{client::manifest::Client, examination::Examined, judge::verdict::Status};

use crate::support::{examined_by, lacks, of, package, python};

/// Every shape of a right store, with what its manifest says beyond the token.
const SHAPES: &[(&str, &str)] = &[
    ("as-it-came", ""),
    ("folder-a-day", ""),
    ("merged-csv", MERGED),
    ("one-wide-csv", MERGED),
    ("long-csv", MERGED),
    ("long-csv-of-numbers", MERGED),
    ("csv-of-json", MERGED),
    ("json-list", MERGED),
    ("json-by-id", MERGED),
    ("json-lines", MERGED),
    ("json-files", MERGED),
    ("sqlite-wide", MERGED),
    ("sqlite-long", MERGED),
    ("sqlite-numbers", MERGED),
    ("sqlite-json", MERGED),
    ("sqlite-blob", MERGED),
    ("sqlite-files", MERGED),
    ("inserts", MERGED),
    ("ini", MERGED),
    ("pickle", MERGED),
    ("zlib-json", MERGED),
    ("gz-csv", MERGED),
    ("tar", MERGED),
    ("tar-gz", MERGED),
    ("zip-csv", MERGED),
    ("xml", MERGED),
    ("xml-files", MERGED),
    ("xml-answers", MERGED),
    ("html", MERGED),
    ("xlsx", MERGED),
    ("yaml", MERGED),
    ("with-archive", MERGED),
    ("with-backup", MERGED),
    ("with-versions", MERGED),
    ("with-marks", MERGED),
    ("failed-aside", MERGED),
    (
        "with-archive",
        "keeps = \"merged\"\nstore = [\"{state}/*.csv\"]\n",
    ),
    (
        "with-versions",
        "keeps = \"merged\"\nstore = [\"{state}/forms.db##*\"]\n",
    ),
    (
        "with-backup",
        "keeps = \"merged\"\nstore = [\"{state}/forms.db\"]\n",
    ),
];

const MERGED: &str = "keeps = \"merged\"\n";

const FORMATS: [&str; 4] = ["csv", "json", "html", "xlsx"];

/// What shapes of a store have been blamed by.
const TELLING: &[&str] = &[
    "contract/*",
    "cells/*",
    "csv/*",
    "formats/*",
    "repeats/*",
    "errors/page-with-200",
    "tokens/edited-form",
    "tokens/sent-twice-by-server",
    "transfer/then-whole",
];

pub(crate) fn client(shape: &str, format: &str, declared: &str, bug: &str) -> Client {
    let manifest = format!(
        r#"
        name = "{shape}"
        [operation.form-export]
        command = ["env", "PYTHONPATH={{here}}", "PYTHONDONTWRITEBYTECODE=1", "{python}", "-S",
            "{{here}}/shapes.py", "{{base_url}}", "{{domain}}", "{{xmlns}}", "{{out}}", "{{state}}",
            "{{token}}", "{{format}}", "{shape}", "{bug}"]
        formats = ["{format}"]
        token = "kept"
        opens = true
        columns = "all"
        {declared}
        "#,
        python = python(),
    );
    let path = package().join("tests/small-clients/client.toml");
    Client::parse(&manifest, Path::new(&path)).expect("a right manifest")
}

/// What is said against a client, one a line.
fn blame(examined: &Examined) -> Vec<String> {
    let bad = examined.results.iter().filter(|result| {
        let status = result.verdict.status;
        matches!(status, Status::Fail | Status::Warn | Status::Error)
    });
    bad.map(|result| {
        let verdict = &result.verdict;
        format!(
            "{} {}: {} {}: {}",
            examined.client,
            result.format,
            verdict.status.word(),
            result.check.id,
            verdict.reasons.join("; ")
        )
    })
    .collect()
}

async fn no_blame(shapes: &[(&str, &str)], formats: &[&str], checks: &[&str]) {
    if lacks("shapes of stores", &["python3"]) {
        return;
    }
    let mut wrong = Vec::new();
    for (shape, declared) in shapes {
        for format in formats {
            let examined = examined_by(&client(shape, format, declared, ""), checks, 4).await;
            wrong.extend(blame(&examined));
            let kept = examined
                .results
                .iter()
                .find(|result| result.check.id == "contract/complete");
            if kept.is_some_and(|kept| kept.verdict.status != Status::Pass) {
                let reasons = &kept.unwrap().verdict.reasons;
                wrong.push(format!("{shape} {format}: nothing was found: {reasons:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Shapes that stand for others: one for each way to read them.
#[tokio::test]
async fn no_shape_of_a_store_is_blamed() {
    let telling = [
        "long-csv-of-numbers",
        "sqlite-json",
        "sqlite-blob",
        "inserts",
        "ini",
        "pickle",
        "tar-gz",
    ];
    let shapes = SHAPES.iter().filter(|(shape, _)| telling.contains(shape));
    no_blame(&shapes.copied().collect::<Vec<_>>(), &["csv"], TELLING).await;
}

#[tokio::test]
async fn what_lies_beside_a_store_is_not_blamed() {
    let beside = |shape: &str| {
        shape.starts_with("with-") || shape == "failed-aside" || shape == "folder-a-day"
    };
    let shapes = SHAPES.iter().filter(|(shape, _)| beside(shape));
    no_blame(&shapes.copied().collect::<Vec<_>>(), &["json"], TELLING).await;
}

#[tokio::test]
async fn markup_is_read_as_it_is_written() {
    let shapes = [
        ("as-it-came", ""),
        ("html", MERGED),
        ("xml", MERGED),
        ("xml-answers", MERGED),
    ];
    no_blame(&shapes, &["html"], TELLING).await;
}

#[tokio::test]
#[ignore = "every shape in every format with the whole catalogue: many minutes, in a release build"]
async fn no_shape_of_a_store_is_blamed_in_any_format_by_any_check() {
    // A part of it, where time is short: the names of some shapes.
    let some = std::env::var("HQ_CONFORMANCE_SHAPES").unwrap_or_default();
    let is_wanted = |shape: &str| some.is_empty() || some.split(',').any(|wanted| wanted == shape);
    let shapes = SHAPES.iter().filter(|(shape, _)| is_wanted(shape));
    no_blame(&shapes.copied().collect::<Vec<_>>(), &FORMATS, &[]).await;
}

/// Wrong ones: the shape, what its manifest says, the bug, and the check that finds it.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("sqlite-json", MERGED, "drops-row", "contract/complete"),
    ("csv-of-json", MERGED, "drops-row", "contract/complete"),
    ("long-csv", MERGED, "drops-row", "contract/complete"),
    ("ini", MERGED, "drops-row", "contract/complete"),
    ("inserts", MERGED, "drops-row", "contract/complete"),
    ("tar-gz", MERGED, "drops-row", "contract/complete"),
    ("sqlite-json", MERGED, "drops-answer", "repeats/*"),
    ("doubled", MERGED, "", "tokens/sent-twice-by-server"),
    ("doubled-json", MERGED, "", "tokens/sent-twice-by-server"),
    (
        "with-versions",
        "keeps = \"merged\"\nstore = [\"{state}/forms.db#versions of *\"]\n",
        "",
        "tokens/sent-twice-by-server",
    ),
];

#[tokio::test]
async fn wrong_clients_of_these_shapes_are_found() {
    if lacks("wrong stores", &["python3"]) {
        return;
    }
    let mut missed = Vec::new();
    for (shape, declared, bug, check) in WRONG {
        let examined = examined_by(&client(shape, "csv", declared, bug), &[check], 4).await;
        let statuses = of(&examined);
        if !statuses
            .values()
            .any(|status| matches!(status, Status::Fail | Status::Warn))
        {
            missed.push(format!("{shape} {bug} {check}: {statuses:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
