//! One operation in one format: its scenarios are played once each, whatever checks ask for them.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::OnceCell;

use super::{
    Examination,
    contact::Contact,
    instance::{Instance, formats, inapplicable},
    seats::Seats,
};
use crate::{
    catalogue::{
        check::{Case, Check},
        expectation::Expectation,
        scenario::Scenario,
        step::{Run, Step},
        world::World,
    },
    client::{
        manifest::Client,
        run::{Exit, StepError},
    },
    judge::{
        Bench,
        finding::Finding,
        learned::Learned,
        remarks, unsupported,
        verdict::{Seen, Status, Verdict},
    },
    play::{cast::Cast, played::Played, scene::NotPlayed, stage::Stage},
};

/// One operation in one format.
pub(super) struct Part<'a> {
    pub(super) cast: Cast<'a>,
    /// How many scenarios of the client are played at once.
    seats: &'a Seats,
    played: Mutex<Vec<Arc<Scene>>>,
    learned: Learned,
    /// The first contact as it was played.
    clean: Option<Arc<Played>>,
    /// Why nothing else is judged.
    silent: Option<String>,
    /// Whether the clean download had to be ended by force.
    endless: bool,
}

/// Why no more is played with a client that does not end.
const ENDLESS: &str =
    "the clean download did not end by itself, and no other is tried: see contract/complete";

/// Why a broken expectation is not told once more.
const BROKEN_ANYWAY: &str = "the clean download shows the same: see contract/complete";

/// The scenario of the first contact.
fn clean_download() -> Scenario {
    Scenario {
        world: World::default(),
        steps: vec![Step::Run(Run::default())],
    }
}

/// A scenario and what came of it.
struct Scene {
    scenario: Scenario,
    /// How long was waited between its runs.
    apart: Duration,
    played: OnceCell<Result<Arc<Played>, Arc<NotPlayed>>>,
}

impl<'a> Part<'a> {
    /// All that a client says it can do.
    pub(super) fn all(client: &'a Client, stage: &'a Stage, seats: &'a Seats) -> Vec<Self> {
        let operations = client.operations.iter();
        operations
            .flat_map(|(operation, rules)| {
                formats(rules).iter().map(move |format| Part {
                    cast: Cast {
                        stage,
                        client,
                        operation: *operation,
                        rules,
                        format: *format,
                        person: None,
                    },
                    seats,
                    played: Mutex::default(),
                    learned: Learned::default(),
                    clean: None,
                    silent: None,
                    endless: false,
                })
            })
            .collect()
    }

    /// Whether it plays an instance.
    pub(super) fn is_for(&self, instance: &Instance) -> bool {
        let about = instance
            .check
            .is_about(self.cast.operation, self.cast.format);
        about && self.cast.operation == instance.operation && self.cast.format == instance.format
    }

    /// Meets the client: one clean download, from which is learned what it keeps. The result is that
    /// of the check which asks for a request, where the catalogue has one.
    pub(super) async fn contact(
        &mut self,
        checks: &[Arc<Check>],
    ) -> Result<(Contact, Option<Examination>), StepError> {
        if let Ok(played) = self.scene(&clean_download()).await
            && let Some(run) = played.runs.first()
        {
            self.learned = Learned::of(run);
            if !self.cast.rules.store.is_unknown() {
                self.learned.store.clear();
            }
            self.endless = matches!(run.client.exit, Exit::TimedOut | Exit::Looped);
            self.clean = Some(Arc::clone(&played));
        }
        let asks = |check: &&Arc<Check>| {
            let mut expected = check.cases.iter().flat_map(|case| &case.expect);
            check.is_about(self.cast.operation, self.cast.format)
                && expected.any(|expected| *expected == Expectation::AsksForTheExport)
        };
        let result = match checks.iter().find(asks) {
            Some(check) => Some(self.judge(check).await?),
            None => None,
        };
        let trouble = result
            .as_ref()
            .filter(|result| result.verdict.status != Status::Pass);
        let reasons = trouble.map(|result| result.verdict.reasons.join("; "));
        self.silent = trouble.map(|result| match result.verdict.status {
            Status::Skip => result.verdict.reasons.join("; "),
            _ => format!("see {}", result.check.id),
        });
        let contact = Contact {
            operation: self.cast.operation,
            format: self.cast.format,
            learned: self.learned.clone(),
            trouble: reasons,
        };
        Ok((contact, result))
    }

    /// Plays what a check asks for, and judges it.
    pub(super) async fn judge(&self, check: &Arc<Check>) -> Result<Examination, StepError> {
        let lacking = || inapplicable(check, self.cast.client, self.cast.rules);
        if let Some(why) = self.silent.clone().or_else(lacking) {
            return Ok(self.result(check, Verdict::skip(why), None));
        }
        let mut cases = check.cases.iter();
        if self.endless && cases.any(|case| case.scenario != clean_download()) {
            return Ok(self.result(check, Verdict::skip(ENDLESS), None));
        }
        let mut findings = Vec::new();
        let mut scenes = Vec::new();
        for (number, case) in check.cases.iter().enumerate() {
            let played = match self.scene(&case.scenario).await {
                Ok(played) => played,
                Err(error) => {
                    if let NotPlayed::Command(error) = &*error {
                        return Err(error.clone());
                    }
                    let verdict = Verdict::error(error.to_string());
                    return Ok(self.result(check, verdict, None));
                }
            };
            let found = self.findings(&played, case);
            let (found, played) = match self.again(case, &found).await {
                Some(better) => better,
                None => (found, played),
            };
            let found = found.into_iter();
            findings.extend(found.map(|finding| (number, finding)));
            scenes.push(played);
        }
        let verdict = Verdict::of(check.level, findings);
        let shown = verdict
            .seen
            .map(|seen: Seen| Arc::clone(&scenes[seen.case]));
        Ok(Examination {
            took: scenes.iter().map(|played| played.took()).sum(),
            ..self.result(check, verdict, shown)
        })
    }

    pub(super) fn findings(&self, played: &Played, case: &Case) -> Vec<Finding> {
        let bench = self.bench(played);
        // A client that says it cannot do this is asked no further.
        match unsupported::finding(&bench) {
            Some(finding) => vec![finding],
            None => {
                let expected = case.expect.iter();
                let judged = expected.map(|expected| match bench.judge(expected) {
                    Finding::Broken(_) if self.breaks_anyway(case, expected) => {
                        Finding::undecided(BROKEN_ANYWAY)
                    }
                    finding => finding,
                });
                judged.chain(self.remarks(&bench, case)).collect()
            }
        }
    }

    /// What is to be known of a scenario besides. Of the clean download the check that looks at all that
    /// is kept of it tells, once.
    fn remarks(&self, bench: &Bench<'_>, case: &Case) -> Vec<Finding> {
        let clean = self.clean.as_deref();
        let is_clean = clean.is_some_and(|clean| case.scenario == clean.scenario);
        let remarks = if !is_clean {
            remarks::of(bench, &case.expect, clean)
        } else if case.expect.contains(&Expectation::KeepsEveryQuestion) {
            remarks::of(bench, &case.expect, None)
        } else {
            Vec::new()
        };
        remarks.into_iter().map(Finding::Remarked).collect()
    }

    /// Whether the clean download breaks an expectation as well: then the world of a case has nothing
    /// to do with it, and what is wrong is told once, by the checks that look at the clean download.
    fn breaks_anyway(&self, case: &Case, expected: &Expectation) -> bool {
        let Some(clean) = &self.clean else {
            return false;
        };
        let told_by = match expected {
            Expectation::EndsWell | Expectation::KeepsEveryRow => expected,
            // Whoever loses rows of a clean download lacks what stands in them.
            Expectation::KeepsEveryChild
            | Expectation::KeepsEveryAnswer
            | Expectation::KeepsEveryText => &Expectation::KeepsEveryRow,
            _ => return false,
        };
        case.scenario != clean.scenario
            && matches!(self.bench(clean).judge(told_by), Finding::Broken(_))
    }

    fn bench<'b>(&'b self, played: &'b Played) -> Bench<'b> {
        Bench {
            played,
            operation: self.cast.rules,
            rules: &self.cast.client.rules,
            learned: &self.learned,
        }
    }

    /// Plays a scenario, unless it has been played already.
    async fn scene(&self, scenario: &Scenario) -> Result<Arc<Played>, Arc<NotPlayed>> {
        self.scene_apart(scenario, Duration::ZERO).await
    }

    /// The same with some time between the runs.
    pub(super) async fn scene_apart(
        &self,
        scenario: &Scenario,
        apart: Duration,
    ) -> Result<Arc<Played>, Arc<NotPlayed>> {
        let scene = {
            let mut scenes = self.played.lock().unwrap_or_else(PoisonError::into_inner);
            let is_it = |scene: &&Arc<Scene>| scene.apart == apart && scene.scenario == *scenario;
            let known = scenes.iter().find(is_it);
            known.cloned().unwrap_or_else(|| {
                let scene = Arc::new(Scene {
                    scenario: scenario.clone(),
                    apart,
                    played: OnceCell::new(),
                });
                scenes.push(Arc::clone(&scene));
                scene
            })
        };
        let play = async {
            let _seat = self.seats.take(scenario).await;
            let played = self.cast.play_apart(scenario, apart).await;
            played.map(Arc::new).map_err(Arc::new)
        };
        scene.played.get_or_init(|| play).await.clone()
    }

    fn result(
        &self,
        check: &Arc<Check>,
        verdict: Verdict,
        shown: Option<Arc<Played>>,
    ) -> Examination {
        Examination {
            check: Arc::clone(check),
            operation: self.cast.operation,
            format: self.cast.format,
            verdict,
            shown,
            took: Duration::ZERO,
        }
    }
}
