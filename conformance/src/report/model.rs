//! Everything a report says, apart from how it looks. The writers turn it into text; none of them
//! looks anything up.
//!
//! It is also the shape of the JSON report: [`SCHEMA`] changes when a field changes its meaning or
//! goes; new fields may come, and reports written before they came are still read. `docs/report.schema.json` describes it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{catalogue::check::Level, exit::Exit, judge::verdict::Status};

/// The version of the shape.
pub const SCHEMA: u32 = 1;

/// What was found about a client, and how.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Version of the kit.
    pub kit: String,
    /// Edition of the checks; see [`revision`](crate::catalogue::revision()).
    pub revision: String,
    /// How many checks that edition holds.
    pub catalogue: usize,
    /// Name of the client.
    pub client: String,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The exit code.
    pub exit: Exit,
    /// The exit code in words.
    pub meaning: String,
    /// What the first contact taught, for each operation and format.
    pub contacts: Vec<Contact>,
    /// How many of each.
    pub counts: Counts,
    /// One for each check, operation and format, in the order of the catalogue.
    pub results: Vec<Entry>,
    /// Listed known failures that pass now.
    pub stale: Vec<Stale>,
    /// Snapshots that are not as approved.
    pub snapshots: Vec<SnapshotDifference>,
}

/// What one clean download taught about a client.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// `form-export`.
    pub operation: String,
    /// `csv`.
    pub format: String,
    /// What the client keeps and where; or what it asked instead of the export.
    pub said: String,
    /// Whether nothing else is judged.
    pub trouble: bool,
}

/// How many results there are of each kind. Known failures are in `known` alone.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Checks with at least one result.
    pub checks: usize,
    /// Checks with at least one result that is no skip.
    pub judged: usize,
    /// Results.
    pub results: usize,
    /// Rules kept.
    pub pass: usize,
    /// Musts broken.
    pub fail: usize,
    /// Rules broken that are listed as known.
    pub known: usize,
    /// Shoulds broken.
    pub warn: usize,
    /// Rules that do not apply or cannot be decided.
    pub skip: usize,
    /// Failures of the kit itself.
    pub error: usize,
    /// Results with remarks, whatever their status.
    #[serde(default)]
    pub remarked: usize,
}

/// The result of one check for one operation and format.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `tokens/clean@form-export.csv`.
    pub id: String,
    /// `tokens/clean`.
    pub check: String,
    /// `form-export`.
    pub operation: String,
    /// `csv`.
    pub format: String,
    /// Whether breaking the rule is an error or bad manners.
    pub level: Level,
    /// What is said.
    pub status: Status,
    /// Set where the failure is listed as known.
    pub known: Option<Known>,
    /// The rule.
    pub rule: String,
    /// Where it comes from.
    pub source: String,
    /// Why it matters.
    pub why: String,
    /// Why it is not a pass.
    pub reasons: Vec<String>,
    /// What else should be known; it changes neither status nor exit code.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// How long the client ran for it, in seconds. Checks share runs, so that the sum may be more
    /// than the whole.
    pub seconds: f64,
    /// Where the breach shows.
    pub shown: Option<Shown>,
    /// The command that makes this result again.
    pub repeat: String,
}

/// Why a failure is known.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The author's reason.
    pub reason: String,
    /// Where more is said of it.
    pub link: Option<String>,
}

/// A listed known failure that passes now.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Stale {
    /// What the list calls it.
    pub check: String,
    /// The reason given there.
    pub reason: String,
    /// The results that pass.
    pub passed: Vec<String>,
}

/// A snapshot that is not as approved.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SnapshotDifference {
    /// Its name: the path in the store, without the ending.
    pub name: String,
    /// What is wrong with it, in a sentence.
    pub what: String,
    /// The difference, line by line, `-` approved and `+` found; empty where there is none to show.
    pub diff: String,
}

/// A scenario as it was played, and where in it a breach shows.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The case of the check; empty where it has only one.
    pub case: String,
    /// What was played: `40 forms; run, a form arrives, run`.
    pub story: String,
    /// The run in which the breach shows, counted from 1.
    pub run: usize,
    /// All runs of the client.
    pub runs: Vec<Run>,
    /// The request concerned, as curl would make it.
    pub curl: Option<String>,
}

/// One run of the client.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// How it ended: `ended with 0`.
    pub ended: String,
    /// How long it ran, in seconds.
    pub seconds: f64,
    /// The end of its standard error.
    pub stderr: String,
    /// What went over the wire; of many, the first and the last ones.
    pub exchanges: Vec<Exchange>,
    /// How many more there were, between the first half of those shown and the second.
    pub left_out: usize,
}

/// One request and its answer, secrets struck out.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Method.
    pub method: String,
    /// Target as sent.
    pub target: String,
    /// Fields of the request head, `Name: value`.
    pub request: Vec<String>,
    /// Status of the answer.
    pub status: u16,
    /// Lines of the answer's head.
    pub answer: Vec<String>,
    /// How many bytes of its body went out, once it did.
    pub body_bytes: Option<u64>,
    /// Whether it went out whole.
    pub whole: bool,
    /// What the server makes of it, in plain words.
    pub notes: Vec<String>,
}

impl Report {
    /// The results, what has to be looked at first, passes last.
    #[must_use]
    pub fn by_weight(&self) -> Vec<&Entry> {
        let mut entries: Vec<_> = self.results.iter().collect();
        entries.sort_by_key(|entry| match (entry.known.is_some(), entry.status) {
            (false, Status::Error) => 0,
            (false, Status::Fail) => 1,
            (false, Status::Warn) => 2,
            (true, _) => 3,
            (false, Status::Skip) => 4,
            (false, Status::Pass) => 5,
        });
        entries
    }
}

impl Entry {
    /// Whether a person has to look at it: a failure that is not known, bad manners, or the kit's
    /// own failure.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.known.is_none() && !matches!(self.status, Status::Pass | Status::Skip)
    }

    /// The command that says how to mend the client, where a rule is broken.
    #[must_use]
    pub fn mend(&self) -> Option<String> {
        let broken = matches!(self.status, Status::Fail | Status::Warn);
        broken.then(|| format!("hq-conformance explain {}", self.check))
    }

    /// The status as reports print it; of a listed failure, `known`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.known {
            Some(_) => "known",
            None => self.status.word(),
        }
    }
}

impl Counts {
    /// Counts results.
    #[must_use]
    pub fn of(results: &[Entry]) -> Self {
        let mut counts = Self {
            results: results.len(),
            ..Self::default()
        };
        let checks = |wanted: fn(&Entry) -> bool| {
            let wanted = results.iter().filter(|entry| wanted(entry));
            wanted
                .map(|entry| &entry.check)
                .collect::<BTreeSet<_>>()
                .len()
        };
        counts.checks = checks(|_| true);
        counts.judged = checks(|entry| entry.status != Status::Skip);
        let remarked = results.iter().filter(|entry| !entry.remarks.is_empty());
        counts.remarked = remarked.count();
        for entry in results {
            *match (&entry.known, entry.status) {
                (Some(_), _) => &mut counts.known,
                (None, Status::Pass) => &mut counts.pass,
                (None, Status::Fail) => &mut counts.fail,
                (None, Status::Warn) => &mut counts.warn,
                (None, Status::Skip) => &mut counts.skip,
                (None, Status::Error) => &mut counts.error,
            } += 1;
        }
        counts
    }
}
