//! What a person reads in a terminal: what failed and why, then an end that fits a screen.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    model::{Entry, Report, Shown},
    transcript::transcript,
};
use crate::judge::verdict::Status;

/// How many lines the end of a report has at most.
pub const SCREEN: usize = 24;

/// The line of a result.
#[must_use]
pub fn line(entry: &Entry) -> String {
    let mut text = format!("{:<5} {}", entry.word(), entry.id);
    if entry.status == Status::Skip {
        let _ = write!(text, "  ({})", entry.reasons.join("; "));
    }
    printable(&text)
}

/// The remarks on a result, a line each, as they stand under its own.
#[must_use]
pub fn remarks(entry: &Entry) -> String {
    let lines = entry.remarks.iter();
    let lines = lines.map(|remark| format!("      remark: {remark}\n"));
    printable(&lines.collect::<String>())
}

/// Everything about a result: rule, reason, transcript, how to repeat it. `others` are results of
/// the same check with the same outcome, which are only named.
#[must_use]
pub fn details(entry: &Entry, others: &[&str]) -> String {
    let word = entry.word().to_uppercase();
    let mut text = format!(
        "\n{word} {}\n  rule    {}\n  source  {}\n  why     {}\n",
        entry.id, entry.rule, entry.source, entry.why,
    );
    for reason in &entry.reasons {
        let _ = writeln!(text, "  found   {reason}");
    }
    for remark in &entry.remarks {
        let _ = writeln!(text, "  remark  {remark}");
    }
    if let Some(shown) = &entry.shown {
        text.push_str(&wire(shown));
    }
    if !others.is_empty() {
        let _ = writeln!(text, "  also    {}", others.join(", "));
    }
    if let Some(command) = entry.mend() {
        let _ = writeln!(text, "  mend    {command}");
    }
    let _ = writeln!(text, "  repeat  {}", entry.repeat);
    printable(&text)
}

/// A text that moves no cursor and changes no colour, whatever the client said.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

fn wire(shown: &Shown) -> String {
    let case = match shown.case.as_str() {
        "" => String::new(),
        case => format!(" ({case})"),
    };
    let (story, run) = (&shown.story, shown.run);
    let mut text = format!("  played  {story}{case}\n  in run {run} of the client:\n");
    if let Some(run) = shown.runs.get(shown.run.saturating_sub(1)) {
        for line in transcript(run).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    if let Some(curl) = &shown.curl {
        let _ = writeln!(text, "  request {curl}");
    }
    text
}

/// The end of a report: what failed, each check once, then the [`outcome`].
#[must_use]
pub fn summary(report: &Report) -> String {
    let bad: Vec<_> = report.results.iter().filter(|e| e.is_bad()).collect();
    let mut text = String::new();
    let alike = |a: &Entry, b: &Entry| a.check == b.check && a.status == b.status;
    for (index, entry) in bad.iter().enumerate() {
        if bad[..index].iter().any(|told| alike(told, entry)) {
            continue;
        }
        let others = bad[index + 1..].iter().filter(|other| alike(other, entry));
        let others: Vec<_> = others.map(|other| other.id.as_str()).collect();
        text.push_str(&details(entry, &others));
    }
    for stale in &report.stale {
        let (check, reason) = (&stale.check, &stale.reason);
        let _ = writeln!(
            text,
            "\nSTALE {check}\n  listed  as a known failure: {reason}\n  passes  {}",
            stale.passed.join(", ")
        );
    }
    for snapshot in &report.snapshots {
        let _ = writeln!(text, "\nSNAPSHOT {}\n  {}", snapshot.name, snapshot.what);
        for line in snapshot.diff.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text.push('\n');
    text.push_str(&outcome(report));
    text
}

/// What failed, what was skipped and why, how many of each, and what the exit code means: at most
/// [`SCREEN`] lines.
#[must_use]
pub fn outcome(report: &Report) -> String {
    let counts = &report.counts;
    let bad = report.results.iter().filter(|e| e.is_bad()).map(line);
    let stale = report.stale.iter().map(|s| format!("stale {}", s.check));
    let changed = report.snapshots.iter();
    let changed = changed.map(|snapshot| format!("snapshot {}", snapshot.name));
    let mut lines = cut(bad.chain(stale).chain(changed).collect(), 12);
    lines.extend(cut(skips(report), 6));
    lines.push(format!(
        "{}: {} checks, {} results: {} pass, {} fail, {} known, {} warn, {} skip, {} error",
        report.client,
        counts.checks,
        counts.results,
        counts.pass,
        counts.fail,
        counts.known,
        counts.warn,
        counts.skip,
        counts.error,
    ));
    match counts.remarked {
        0 => {}
        1 => {
            lines.push("1 result has a remark: `run --verbose` and the reports tell it".to_owned())
        }
        count => lines.push(format!(
            "{count} results have remarks: `run --verbose` and the reports tell them"
        )),
    }
    lines.push(format!(
        "{} of {} checks judged, revision {}, {:.1} s",
        counts.judged, report.catalogue, report.revision, report.seconds
    ));
    lines.push(format!("exit {}: {}", report.exit.code(), report.meaning));
    lines.join("\n") + "\n"
}

/// Why results were skipped, the most frequent reason first.
fn skips(report: &Report) -> Vec<String> {
    let skipped = report.results.iter();
    let skipped = skipped.filter(|entry| entry.status == Status::Skip);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for entry in skipped {
        *reasons.entry(entry.reasons.join("; ")).or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let reasons = reasons.into_iter();
    reasons
        .map(|(reason, times)| format!("skip  {times} x {reason}"))
        .collect()
}

/// The first lines, and how many more there are.
fn cut(mut lines: Vec<String>, most: usize) -> Vec<String> {
    if lines.len() > most {
        let more = lines.len() - (most - 1);
        lines.truncate(most - 1);
        lines.push(format!("... and {more} more"));
    }
    lines
}
