//! What was examined becomes a report.

use std::time::Duration;

use jiff::Timestamp;

use super::{
    model::{Contact, Counts, Entry, Report, SCHEMA, SnapshotDifference},
    repeat::Repeat,
    shown::shown,
};
use crate::{
    catalogue,
    examination::{self, Examination, Examined},
    exit::Exit,
    known_failures::list::List,
};

/// What a report says besides the verdicts.
#[derive(Clone, Debug)]
pub struct Circumstances<'a> {
    /// How the kit was called.
    pub repeat: &'a Repeat,
    /// How many checks the catalogue holds.
    pub catalogue: usize,
    /// When the run began.
    pub started: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What is known to fail.
    pub known: &'a List,
    /// How many checks have to be judged.
    pub min_checks: usize,
    /// Snapshots that are not as approved.
    pub snapshots: Vec<SnapshotDifference>,
}

impl Circumstances<'_> {
    /// The report on a client.
    #[must_use]
    pub fn report(self, examined: &Examined) -> Report {
        let entry = |result| entry(result, self.repeat);
        let mut results: Vec<_> = examined.results.iter().map(entry).collect();
        let stale = self.known.mark(&mut results);
        let mut report = Report {
            schema: SCHEMA,
            kit: env!("CARGO_PKG_VERSION").to_owned(),
            revision: catalogue::revision(),
            catalogue: self.catalogue,
            client: examined.client.clone(),
            started: whole_second(self.started).to_string(),
            seconds: seconds(self.took),
            exit: Exit::Conforms,
            meaning: String::new(),
            contacts: examined.contacts.iter().map(contact).collect(),
            counts: Counts::of(&results),
            results,
            stale,
            snapshots: self.snapshots,
        };
        (report.exit, report.meaning) = ending(&report, self.min_checks);
        report
    }
}

/// A result as reports tell it, before anything is known of known failures.
#[must_use]
pub fn entry(result: &Examination, repeat: &Repeat) -> Entry {
    let check = &result.check;
    let id = result.id();
    Entry {
        repeat: repeat.only(&id),
        id,
        check: check.id.clone(),
        operation: result.operation.name().to_owned(),
        format: result.format.to_string(),
        level: check.level,
        status: result.verdict.status,
        known: None,
        rule: check.rule.clone(),
        source: check.source.clone(),
        why: check.why.clone(),
        reasons: result.verdict.reasons.clone(),
        remarks: result.verdict.remarks.clone(),
        seconds: seconds(result.took),
        shown: shown(result),
    }
}

fn contact(contact: &examination::contact::Contact) -> Contact {
    Contact {
        operation: contact.operation.name().to_owned(),
        format: contact.format.to_string(),
        said: match &contact.trouble {
            Some(trouble) => trouble.clone(),
            None => contact.learned.to_string(),
        },
        trouble: contact.trouble.is_some(),
    }
}

/// The outcome, and what it means; of several that apply, the one that matters most.
fn ending(report: &Report, min_checks: usize) -> (Exit, String) {
    let counts = &report.counts;
    let text = |text: &str| text.to_owned();
    if counts.error > 0 {
        let meaning = "the kit itself failed; this says nothing of the client";
        (Exit::KitFailed, text(meaning))
    } else if counts.judged == 0 && counts.results == 0 {
        let meaning = "nothing was judged: no check is about an operation the manifest declares";
        (Exit::NothingJudged, text(meaning))
    } else if counts.judged == 0 {
        let meaning = "nothing was judged: every check was skipped";
        (Exit::NothingJudged, text(meaning))
    } else if counts.judged < min_checks {
        let judged = counts.judged;
        let meaning = format!("{judged} checks were judged, --min-checks wants {min_checks}");
        (Exit::NothingJudged, meaning)
    } else if counts.fail > 0 {
        let meaning = "a must is broken; `hq-conformance explain CHECK` says more of a rule";
        (Exit::Broken, text(meaning))
    } else if !report.stale.is_empty() {
        let meaning = "a listed known failure passes now; `hq-conformance baseline` takes it off";
        (Exit::Stale, text(meaning))
    } else if !report.snapshots.is_empty() {
        let meaning = "only snapshots differ; `hq-conformance review` shows them one by one";
        (Exit::SnapshotsDiffer, text(meaning))
    } else if counts.known > 0 {
        let meaning = "every must that could be judged is kept, but for the known failures";
        (Exit::Conforms, text(meaning))
    } else {
        let meaning = "the client keeps every must that could be judged";
        (Exit::Conforms, text(meaning))
    }
}

/// Seconds to the millisecond: more is noise.
pub(super) fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1000.0).round() / 1000.0
}

fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
