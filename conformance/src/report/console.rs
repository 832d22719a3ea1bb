//! What a person reads in a terminal: a line per result as it comes, then what failed and why.

use std::fmt::Write as _;

use super::transcript::transcript;
use crate::{
    catalogue::scenario::Step,
    examination::{Examination, Examined},
    exit::Exit,
    judge::verdict::Status,
    play::played::Played,
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

/// Everything about a result that is neither pass nor skip: rule, reason, transcript.
#[must_use]
pub fn details(result: &Examination) -> String {
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
        let case = &check.cases[seen.case].name;
        let case = if case.is_empty() {
            String::new()
        } else {
            format!(" ({case})")
        };
        let _ = writeln!(
            text,
            "  played  {}{case}\n  in run {} of the client:",
            story(played),
            seen.run + 1
        );
        for line in transcript(&played.runs[seen.run]).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

/// What was played: `40 forms; run, a form arrives, run`.
fn story(played: &Played) -> String {
    let steps: Vec<_> = played
        .scenario
        .steps
        .iter()
        .map(|step| match step {
            Step::Run => "run",
            Step::Submit => "a form arrives",
        })
        .collect();
    format!("{} forms; {}", played.scenario.forms, steps.join(", "))
}

/// The last lines: what failed, how many of each, and what it means.
#[must_use]
pub fn summary(examined: &Examined) -> String {
    let mut text = String::new();
    for result in &examined.results {
        if !matches!(result.verdict.status, Status::Pass | Status::Skip) {
            text.push_str(&details(result));
        }
    }
    let of = |status| {
        let is = |result: &&Examination| result.verdict.status == status;
        examined.results.iter().filter(is).count()
    };
    let checks: std::collections::BTreeSet<_> = examined
        .results
        .iter()
        .map(|result| &result.check.id)
        .collect();
    let _ = writeln!(
        text,
        "\n{}: {} checks, {} results: {} pass, {} fail, {} warn, {} skip, {} error",
        examined.client,
        checks.len(),
        examined.results.len(),
        of(Status::Pass),
        of(Status::Fail),
        of(Status::Warn),
        of(Status::Skip),
        of(Status::Error),
    );
    let exit = Exit::of(examined);
    let meaning = match exit {
        Exit::Conforms => "the client keeps every must that could be judged",
        Exit::Broken => "a must is broken; `hq-conformance explain CHECK` says more of a rule",
        Exit::NothingJudged => "nothing could be judged",
        Exit::Usage | Exit::KitFailed => "the kit itself failed; this says nothing of the client",
    };
    let _ = writeln!(text, "exit {}: {meaning}", exit.code());
    text
}
