//! What a person reads in a terminal: a line per result as it comes, then what failed and why.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    repeat::{Repeat, curl},
    transcript::transcript,
};
use crate::{
    examination::{Examination, Examined},
    exit::Exit,
    judge::verdict::Status,
};

/// The line of a result.
#[must_use]
pub fn line(result: &Examination) -> String {
    let mut text = format!("{:<5} {}", result.verdict.status.word(), result.id());
    if result.verdict.status == Status::Skip {
        let _ = write!(text, "  ({})", result.verdict.reasons.join("; "));
    }
    text
}

/// Everything about a result that is neither pass nor skip: rule, reason, transcript, how to repeat
/// it. `others` are results of the same check in other formats, which are only named.
#[must_use]
pub fn details(result: &Examination, others: &[String], repeat: &Repeat) -> String {
    let check = &result.check;
    let mut text = format!(
        "\n{} {}\n  rule    {}\n  source  {}\n  why     {}\n",
        result.verdict.status.word().to_uppercase(),
        result.id(),
        check.rule,
        check.source,
        check.why,
    );
    for reason in &result.verdict.reasons {
        let _ = writeln!(text, "  found   {reason}");
    }
    if let (Some(played), Some(seen)) = (&result.shown, result.verdict.seen) {
        let case = match check.cases[seen.case].name.as_str() {
            "" => String::new(),
            case => format!(" ({case})"),
        };
        let run = &played.runs[seen.run];
        let _ = writeln!(
            text,
            "  played  {}{case}\n  in run {} of the client:",
            played.scenario.story(),
            seen.run + 1
        );
        for line in transcript(run).lines() {
            let _ = writeln!(text, "    {line}");
        }
        if let Some(curl) = curl(run, &played.base_url) {
            let _ = writeln!(text, "  request {curl}");
        }
    }
    if !others.is_empty() {
        let _ = writeln!(text, "  also    {}", others.join(", "));
    }
    let _ = writeln!(text, "  repeat  {}", repeat.only(&result.id()));
    text
}

/// The end of a report: what failed, each check once, then how many of each and what it means.
#[must_use]
pub fn summary(examined: &Examined, repeat: &Repeat) -> String {
    let mut text = String::new();
    let bad: Vec<_> = examined
        .results
        .iter()
        .filter(|result| !matches!(result.verdict.status, Status::Pass | Status::Skip))
        .collect();
    let mut told = BTreeSet::new();
    for (index, result) in bad.iter().enumerate() {
        let alike = |other: &&&Examination| {
            other.check.id == result.check.id && other.verdict.status == result.verdict.status
        };
        if told.insert((&result.check.id, result.verdict.status)) {
            let others = bad[index + 1..].iter().filter(alike);
            let others: Vec<_> = others.map(|other| other.id()).collect();
            text.push_str(&details(result, &others, repeat));
        }
    }
    text.push('\n');
    for result in bad {
        let _ = writeln!(text, "{}", line(result));
    }
    counts(&mut text, examined);
    let exit = Exit::of(examined);
    let _ = writeln!(text, "exit {}: {}", exit.code(), meaning(exit, examined));
    text
}

fn counts(text: &mut String, examined: &Examined) {
    let of = |status| {
        let is = |result: &&Examination| result.verdict.status == status;
        examined.results.iter().filter(is).count()
    };
    let checks: BTreeSet<_> = examined
        .results
        .iter()
        .map(|result| &result.check.id)
        .collect();
    let _ = writeln!(
        text,
        "{}: {} checks, {} results: {} pass, {} fail, {} warn, {} skip, {} error",
        examined.client,
        checks.len(),
        examined.results.len(),
        of(Status::Pass),
        of(Status::Fail),
        of(Status::Warn),
        of(Status::Skip),
        of(Status::Error),
    );
}

fn meaning(exit: Exit, examined: &Examined) -> &'static str {
    match exit {
        Exit::Conforms => "the client keeps every must that could be judged",
        Exit::Broken => "a must is broken; `hq-conformance explain CHECK` says more of a rule",
        Exit::NothingJudged if examined.results.is_empty() => {
            "nothing was judged: the checks are about [operation.form-export], and the manifest \
             has none"
        }
        Exit::NothingJudged => "nothing was judged: every check was skipped",
        Exit::Usage | Exit::KitFailed => "the kit itself failed; this says nothing of the client",
    }
}
