//! What is broken is played once more with time between the runs, before it counts: a client may tell its
//! runs apart by a clock of whole seconds, and in the world no two follow each other so fast.

use std::{sync::Arc, time::Duration};

use super::part::Part;
use crate::{
    catalogue::{check::Case, step::Step},
    judge::finding::Finding,
    play::played::Played,
};

/// More than a second, so that no two runs begin or end in the same one.
const APART: Duration = Duration::from_millis(1_100);

/// What is said beside findings that hold only so.
const ONLY_APART: &str = "this held only when more than a second lay between the runs: runs that follow \
                          each other at once are mistaken for each other";

impl Part<'_> {
    /// The findings on a case that is played with time between its runs, where they break nothing. A
    /// breach of the first run has nothing to do with time, and neither has one of a scenario of one run.
    pub(super) async fn again(
        &self,
        case: &Case,
        found: &[Finding],
    ) -> Option<(Vec<Finding>, Arc<Played>)> {
        let runs = case
            .scenario
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Run(_)));
        let is_later =
            |finding: &Finding| matches!(finding, Finding::Broken(breach) if breach.run > 0);
        if runs.count() < 2 || !found.iter().any(is_later) {
            return None;
        }
        let played = self.scene_apart(&case.scenario, APART).await.ok()?;
        let mut findings = self.findings(&played, case);
        if findings
            .iter()
            .any(|finding| matches!(finding, Finding::Broken(_)))
        {
            return None;
        }
        findings.push(Finding::remarked(ONLY_APART));
        Some((findings, played))
    }
}
