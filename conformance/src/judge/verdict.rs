//! Findings become the verdict of a check.

use serde::{Deserialize, Serialize};

use super::finding::{Breach, Finding};
use crate::catalogue::check::Level;

/// What is said of a check.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The rule was kept.
    Pass,
    /// A must was broken.
    Fail,
    /// A should was broken.
    Warn,
    /// The rule does not apply, or cannot be decided.
    Skip,
    /// The kit itself failed.
    Error,
}

impl Status {
    /// The word used in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Skip => "skip",
            Self::Error => "error",
        }
    }
}

/// Where a breach shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The case of the check, counted from 0.
    pub case: usize,
    /// The run of the client in it, counted from 0.
    pub run: usize,
}

/// The verdict of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What is said.
    pub status: Status,
    /// Why, for all but a pass.
    pub reasons: Vec<String>,
    /// What else should be known. It changes nothing.
    pub remarks: Vec<String>,
    /// Where the first breach shows.
    pub seen: Option<Seen>,
}

impl Verdict {
    /// Joins the findings of a check, each with the number of its case. One breach is enough to
    /// fail; without one, anything undecided is a skip, never a pass. Beside a breach, what is undecided
    /// is a remark.
    #[must_use]
    pub fn of(level: Level, findings: impl IntoIterator<Item = (usize, Finding)>) -> Self {
        let mut breaches = Vec::new();
        let mut undecided = Vec::new();
        let mut remarks = Vec::new();
        let mut seen = None;
        for (case, finding) in findings {
            match finding {
                Finding::Met => {}
                Finding::Remarked(what) => remarks.push(what),
                Finding::Undecided(why) => undecided.push(why),
                Finding::Broken(Breach { run, what }) => {
                    seen.get_or_insert(Seen { case, run });
                    breaches.push(what);
                }
            }
        }
        breaches.dedup();
        undecided.dedup();
        let (status, reasons) = match (breaches.is_empty(), undecided.is_empty(), level) {
            (true, false, _) => (Status::Skip, undecided),
            (true, true, _) => (Status::Pass, Vec::new()),
            (false, _, level) => {
                let also = undecided.iter();
                remarks.extend(also.map(|why| format!("not all could be decided: {why}")));
                let status = match level {
                    Level::Must => Status::Fail,
                    Level::Should => Status::Warn,
                };
                (status, breaches)
            }
        };
        remarks.dedup();
        Self {
            status,
            reasons,
            remarks,
            seen,
        }
    }

    /// A check that does not apply.
    #[must_use]
    pub fn skip(why: impl Into<String>) -> Self {
        Self {
            status: Status::Skip,
            reasons: vec![why.into()],
            remarks: Vec::new(),
            seen: None,
        }
    }

    /// A check the kit could not carry out.
    #[must_use]
    pub fn error(why: impl Into<String>) -> Self {
        Self {
            status: Status::Error,
            ..Self::skip(why)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(level: Level, findings: &[Finding]) -> Verdict {
        Verdict::of(level, findings.iter().cloned().enumerate())
    }

    #[test]
    fn one_breach_is_enough_and_the_first_is_shown() {
        let findings = [
            Finding::undecided("?"),
            Finding::broken(1, "first"),
            Finding::broken(0, "second"),
        ];
        let must = verdict(Level::Must, &findings);
        assert_eq!(must.status, Status::Fail);
        assert_eq!(must.seen, Some(Seen { case: 1, run: 1 }));
        assert_eq!(must.reasons, ["first", "second"]);
        assert_eq!(must.remarks, ["not all could be decided: ?"]);
        assert_eq!(verdict(Level::Should, &findings).status, Status::Warn);
    }

    #[test]
    fn what_cannot_be_decided_is_never_a_pass() {
        let verdict = verdict(Level::Must, &[Finding::Met, Finding::undecided("why")]);
        assert_eq!(
            (verdict.status, verdict.reasons),
            (Status::Skip, vec!["why".to_owned()])
        );
    }

    #[test]
    fn a_remark_changes_nothing() {
        let remarked = || Finding::remarked("by the way");
        let pass = verdict(Level::Must, &[remarked(), Finding::Met, remarked()]);
        assert_eq!(pass.status, Status::Pass);
        assert_eq!(pass.remarks, ["by the way"]);
        assert!(pass.reasons.is_empty());
        let fail = verdict(Level::Must, &[remarked(), Finding::broken(0, "what")]);
        assert_eq!(fail.seen, Some(Seen { case: 1, run: 0 }));
        assert_eq!(
            (fail.reasons, fail.remarks),
            (vec!["what".to_owned()], pass.remarks)
        );
    }

    #[test]
    fn all_met_is_a_pass() {
        assert_eq!(verdict(Level::Must, &[Finding::Met]).status, Status::Pass);
    }
}
