//! What a person reads: progress, then what failed and how to see it again.

use std::time::Duration;

use hq_conformance::{
    catalogue::selection::Selection,
    client::manifest::Client,
    examination::examine,
    known_failures::list::List,
    report::{
        console::{SCREEN, line, outcome, summary},
        gather::Circumstances,
        model::Report,
        repeat::Repeat,
    },
};
use jiff::Timestamp;

use crate::support::{checks, given, kit_in, lacks, package, refusal, small_client, text};

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
        } else if stands_behind("kit-") && word.len() == 8 && word.chars().all(is_hex) {
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

#[test]
fn a_failure_is_told_with_rule_wire_and_how_to_repeat_it() {
    if lacks("report", &["python3"]) {
        return;
    }
    let told = told(
        &small_client("wrong/cr-in-token", "", "token = \"kept\""),
        &["tokens/clean", "tokens/increment-once", "tokens/sent-back"],
    );
    let lines: String = told
        .results
        .iter()
        .map(|entry| line(entry) + "\n")
        .collect();
    insta::assert_snapshot!(settled(&(lines + &summary(&told))));
}

/// The report on a client, as `run` makes it.
#[tokio::main]
async fn told(client: &Client, select: &[&str]) -> Report {
    let select: Vec<_> = select.iter().map(ToString::to_string).collect();
    let selection = Selection::new(&select, &[]).unwrap();
    let examined = examine(client, &checks(), &selection, 4, |_| ()).await;
    let circumstances = Circumstances {
        repeat: &Repeat::Manifest("clients/mine".to_owned()),
        catalogue: 90,
        started: Timestamp::UNIX_EPOCH,
        took: Duration::ZERO,
        known: &List::default(),
        min_checks: 0,
        snapshots: Vec::new(),
    };
    Report {
        revision: "REVISION".to_owned(),
        ..circumstances.report(&examined.unwrap())
    }
}

/// The whole name of the first result after such a word, and the command that repeats it.
fn first(report: &str, word: &str) -> Option<(String, Vec<String>)> {
    let mut lines = report.lines();
    let head = lines.find_map(|line| line.strip_prefix(&format!("{word} ")))?;
    let command = lines.find_map(|line| line.strip_prefix("  repeat  hq-conformance "))?;
    let words = command.split(' ').map(str::to_owned);
    Some((head.to_owned(), words.collect()))
}

#[test]
fn the_command_that_repeats_a_failure_repeats_it() {
    if lacks("repeat", &["curl", "unzip"]) {
        return;
    }
    let output = kit_in(package(), &["run", "clients/curl-recipe"]);
    let report = text(&output.stdout);
    let (id, command) = first(&report, "FAIL").expect("a failure");
    assert_eq!(command, ["repro", &id, "clients/curl-recipe"]);
    let words: Vec<_> = command.iter().map(String::as_str).collect();
    let again = kit_in(package(), &words);
    assert_eq!(again.status.code(), Some(1));
    let again = text(&again.stdout);
    assert!(again.starts_with(&format!("fail  {id}\n")), "{again}");
    assert!(again.contains("1 results: 0 pass, 1 fail"), "{again}");
    assert_eq!(first(&again, "FAIL"), Some((id, command)));
}

#[test]
fn a_result_that_passes_is_told_as_fully() {
    if lacks("repro", &["curl", "unzip"]) {
        return;
    }
    let id = "contract/complete@form-export.csv";
    let output = kit_in(package(), &["repro", id, "clients/curl"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.starts_with(&format!("pass  {id}\n\nPASS {id}\n  rule ")),
        "{said}"
    );
}

#[test]
fn only_the_whole_name_of_a_result_is_taken() {
    let said = refusal(package(), &["repro", "tokens/clean", "--", "true"]);
    let wanted = "`tokens/clean` is a check; name one of its results: tokens/clean@form-export.csv";
    assert!(said.contains(wanted), "{said}");
    let said = refusal(
        package(),
        &["repro", "tokens/clear@form-export.csv", "--", "true"],
    );
    assert!(
        said.contains("did you mean `tokens/clean@form-export.csv`?"),
        "{said}"
    );
}

#[test]
fn the_end_of_a_report_is_in_the_order_of_the_catalogue() {
    if lacks("order", &["curl", "unzip"]) {
        return;
    }
    let told = told(&given("curl-recipe"), &[]);
    let ids: Vec<_> = told.results.iter().map(|entry| &entry.check).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    let end = outcome(&told);
    assert!(
        end.lines().count() <= SCREEN && end.starts_with("fail  "),
        "{end}"
    );
}
