//! What a person reads: progress, then what failed and how to see it again.

use hq_conformance::{
    catalogue::selection::Selection,
    examination::examine,
    report::{
        console::{line, summary},
        repeat::Repeat,
    },
};

use crate::support::{checks, given, kit_in, lacks, package, small_client, text};

/// What differs from run to run, replaced: ports, nonces, tokens, lengths of packed data.
fn settled(text: &str) -> String {
    let mut settled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        settled.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        let is_hex = |c: char| c.is_ascii_hexdigit();
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let stands_behind = |before: &str| settled.ends_with(before);
        let name = if stands_behind("127.0.0.1:") {
            "PORT"
        } else if stands_behind("kit-") && is_number {
            "N"
        } else if word.len() == 32 && word.chars().all(is_hex) {
            "HEX"
        } else if word.len() == 4 && stands_behind("1388998840.0:") {
            "SALT"
        } else if word.len() == 16 && stands_behind("cnonce=\"") {
            "CNONCE"
        } else if is_number && (stands_behind("Content-Length: ") || after.starts_with(" bytes]")) {
            "LENGTH"
        } else {
            word
        };
        settled.push_str(name);
        rest = after;
    }
    settled + rest
}

#[tokio::test]
async fn a_failure_is_told_with_rule_wire_and_how_to_repeat_it() {
    if lacks("report", &["python3"]) {
        return;
    }
    let client = small_client("wrong/cr-in-token", "", "token = \"kept\"");
    let selection = Selection::new(&["tokens/*".to_owned()], &[]).unwrap();
    let examined = examine(&client, &checks(), &selection, 1, |_| ())
        .await
        .unwrap();
    let mut report: String = examined.results.iter().map(|r| line(r) + "\n").collect();
    let repeat = Repeat::Manifest("clients/mine".to_owned());
    report.push_str(&summary(&examined, &repeat));
    insta::assert_snapshot!(settled(&report));
}

#[test]
fn the_command_that_repeats_a_failure_repeats_it() {
    if lacks("repeat", &["curl", "unzip"]) {
        return;
    }
    let output = kit_in(package(), &["run", "clients/curl-recipe"]);
    let report = text(&output.stdout);
    let line = report
        .lines()
        .find_map(|line| line.strip_prefix("  repeat  hq-conformance "))
        .expect("a line to repeat");
    let again = kit_in(package(), &line.split(' ').collect::<Vec<_>>());
    assert_eq!(again.status.code(), Some(1));
    let (_, result) = line.rsplit_once(' ').unwrap();
    let again = text(&again.stdout);
    assert!(again.starts_with(&format!("fail  {result}\n")), "{again}");
    assert!(again.contains("1 results: 0 pass, 1 fail"), "{again}");
}

#[tokio::test]
async fn the_end_of_a_report_is_in_the_order_of_the_catalogue() {
    if lacks("order", &["curl", "unzip"]) {
        return;
    }
    let mut came = 0;
    let client = given("curl-recipe");
    let counted = |_: &_| came += 1;
    let examined = examine(&client, &checks(), &Selection::default(), 8, counted)
        .await
        .unwrap();
    let ids: Vec<_> = examined
        .results
        .iter()
        .map(|r| r.check.id.clone())
        .collect();
    assert_eq!(came, ids.len());
    assert!(ids.is_sorted(), "{ids:?}");
    // What is said at the end, without the transcripts, fits a screen.
    let summary = summary(&examined, &Repeat::Manifest("x".to_owned()));
    let end = summary.rsplit("\n\n").next().unwrap();
    assert!(
        end.lines().count() <= 24 && end.starts_with("fail  "),
        "{end}"
    );
}
