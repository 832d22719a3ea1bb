//! The end of the console report fits a screen, however much there is to say.

use hq_conformance::{
    judge::verdict::Status,
    report::{
        console::{SCREEN, outcome, summary},
        model::Counts,
    },
};

use crate::sample;

#[test]
fn three_hundred_results_end_on_one_screen() {
    let mut report = sample::everything();
    for number in 0..300 {
        let mut entry = report.results[number % 9].clone();
        entry.id = format!("theme/check-{number}@form-export.csv");
        entry.check = format!("theme/check-{number}");
        if entry.status == Status::Skip {
            entry.reasons = vec![format!("reason {number}")];
        }
        report.results.push(entry);
    }
    report.counts = Counts::of(&report.results);
    let end = outcome(&report);
    assert!(end.lines().count() <= SCREEN, "{end}");
    assert!(end.contains("... and "), "{end}");
    assert!(summary(&report).ends_with(&end));
}

#[test]
fn details_are_told_of_failures_alone_and_once_for_all_formats() {
    let report = sample::everything();
    let text = summary(&report);
    let told: Vec<_> = text
        .lines()
        .filter(|line| line.contains("  repeat  "))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(text.contains("  also    tokens/clean@form-export.json"));
    assert!(!text.contains("WARN contract") && !text.contains("PASS"));
}
