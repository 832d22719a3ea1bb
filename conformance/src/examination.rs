//! All checks of all operations and formats of a client.

use std::{collections::HashMap, sync::Arc};

use fakehq::render::format::Format;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::sync::{OnceCell, Semaphore};

use crate::{
    catalogue::{
        check::{Case, Check, Need},
        expectation::Expectation,
        scenario::Scenario,
        selection::Selection,
    },
    client::{
        manifest::{Client, Operation, OperationRules, TokenUse},
        placeholders::Placeholder,
        run::StepError,
    },
    judge::{
        Bench,
        verdict::{Seen, Status, Verdict},
    },
    play::{
        played::Played,
        scene::{Cast, NotPlayed},
        stage::Stage,
    },
};

/// The result of one check for one operation and format.
#[derive(Clone, Debug)]
pub struct Examination {
    /// The check.
    pub check: Arc<Check>,
    /// The operation.
    pub operation: Operation,
    /// The format.
    pub format: Format,
    /// What is said.
    pub verdict: Verdict,
    /// The scenario in which a breach shows, as it was played.
    pub shown: Option<Arc<Played>>,
}

/// Everything that was found about a client.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The client's name.
    pub client: String,
    /// One result for each check, operation and format.
    pub results: Vec<Examination>,
}

/// The client cannot be examined at all.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Its command cannot be run as it stands.
    #[error(transparent)]
    Command(#[from] StepError),
    /// The kit cannot listen on the loopback interface.
    #[error("the kit's own server: {0}")]
    Stage(#[from] fakehq::server::CannotListen),
    /// The kit cannot make its folders.
    #[error("{0}")]
    Kit(NotPlayed),
}

impl From<NotPlayed> for Refused {
    fn from(error: NotPlayed) -> Self {
        match error {
            NotPlayed::Command(error) => Self::Command(error),
            error => Self::Kit(error),
        }
    }
}

impl Examination {
    /// Name of the result: `tokens/clean@form-export.csv`.
    #[must_use]
    pub fn id(&self) -> String {
        name(&self.check.id, self.operation, self.format)
    }
}

fn name(check: &str, operation: Operation, format: Format) -> String {
    format!("{check}@{}.{format}", operation.name())
}

/// The formats a bare command is asked for: the recipe of the page unpacks csv files.
const UNDECLARED: [Format; 1] = [Format::Csv];

/// What of a client the catalogue speaks of so far: form exports, in each of its formats.
fn parts(client: &Client) -> impl Iterator<Item = (Operation, &OperationRules, Format)> {
    let judged = |operation: &Operation| *operation == Operation::FormExport;
    let operations = client.operations.iter();
    let operations = operations.filter(move |(operation, _)| judged(operation));
    operations.flat_map(|(operation, rules)| {
        let formats: &[Format] = match rules.formats.as_slice() {
            [] => &UNDECLARED,
            declared => declared,
        };
        formats
            .iter()
            .map(move |format| (*operation, rules, *format))
    })
}

/// The names of all results a client can get.
#[must_use]
pub fn names(client: &Client, checks: &[Arc<Check>]) -> Vec<String> {
    parts(client)
        .flat_map(|(operation, _, format)| {
            let name = move |check: &Arc<Check>| name(&check.id, operation, format);
            checks.iter().map(name)
        })
        .collect()
}

/// Runs a client through the selected checks, up to `jobs` scenarios at once. `done` hears of each
/// result as it comes.
///
/// The check of the first contact is always made, and shown if it is selected or not passed.
///
/// # Errors
/// When the client's command cannot be run as it stands, before anything is played; or the kit
/// cannot serve.
pub async fn examine(
    client: &Client,
    checks: &[Arc<Check>],
    selection: &Selection,
    jobs: usize,
    mut done: impl FnMut(&Examination),
) -> Result<Examined, Refused> {
    let stage = Stage::open().await?;
    let parts: Vec<_> = parts(client)
        .map(|(operation, rules, format)| Part {
            cast: Cast {
                stage: &stage,
                client,
                operation: rules,
                format,
            },
            operation,
            selection,
            seats: Semaphore::new(if client.rules.shared { 1 } else { jobs.max(1) }),
            played: HashMap::new(),
        })
        .collect();
    for part in &parts {
        part.cast.rehearse()?;
    }
    let mut results = Vec::new();
    for part in parts {
        results.extend(part.examine(checks, &mut done).await?);
    }
    stage.close().await;
    Ok(Examined {
        client: client.name.clone(),
        results,
    })
}

/// One operation in one format.
struct Part<'a> {
    cast: Cast<'a>,
    operation: Operation,
    selection: &'a Selection,
    /// How many scenarios are played at once.
    seats: Semaphore,
    /// Every scenario is played once, whatever checks ask for it.
    played: HashMap<Scenario, OnceCell<Result<Arc<Played>, NotPlayed>>>,
}

impl Part<'_> {
    async fn examine(
        mut self,
        checks: &[Arc<Check>],
        done: &mut impl FnMut(&Examination),
    ) -> Result<Vec<Examination>, StepError> {
        let selected = |check: &&Arc<Check>| {
            let name = name(&check.id, self.operation, self.cast.format);
            self.selection.takes(&name)
        };
        let wanted: Vec<_> = checks.iter().filter(selected).collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        for case in checks.iter().flat_map(|check| &check.cases) {
            self.played.entry(case.scenario.clone()).or_default();
        }
        // The first contact comes first: a client that asks for something else is judged no further.
        let first = first_contact(checks);
        let mut silent = None;
        let mut results = Vec::new();
        if let Some(check) = first {
            let result = self.check(check).await?;
            let passed = result.verdict.status == Status::Pass;
            if !passed {
                silent = Some(match result.verdict.status {
                    Status::Skip => result.verdict.reasons.join("; "),
                    _ => format!("see {}", check.id),
                });
            }
            if !passed || wanted.contains(&check) {
                done(&result);
                results.push(result);
            }
        }
        let others = wanted.into_iter().filter(|check| Some(*check) != first);
        match silent {
            Some(why) => {
                for check in others {
                    let result = self.result(check, Verdict::skip(&why), None);
                    done(&result);
                    results.push(result);
                }
            }
            None => {
                let mut pending: FuturesUnordered<_> =
                    others.map(|check| self.check(check)).collect();
                while let Some(result) = pending.next().await {
                    let result = result?;
                    done(&result);
                    results.push(result);
                }
            }
        }
        results.sort_by(|a, b| a.check.id.cmp(&b.check.id));
        Ok(results)
    }

    async fn check(&self, check: &Arc<Check>) -> Result<Examination, StepError> {
        if let Some(why) = self.inapplicable(check) {
            return Ok(self.result(check, Verdict::skip(why), None));
        }
        let mut findings = Vec::new();
        let mut scenes = Vec::new();
        for (number, case) in check.cases.iter().enumerate() {
            let played = match self.scene(case).await {
                Ok(played) => played,
                Err(NotPlayed::Command(error)) => return Err(error.clone()),
                Err(error) => {
                    let verdict = Verdict::error(error.to_string());
                    return Ok(self.result(check, verdict, None));
                }
            };
            let bench = Bench {
                played: &played,
                operation: self.cast.operation,
                rules: &self.cast.client.rules,
            };
            let judged = case.expect.iter().map(|&expected| bench.judge(expected));
            findings.extend(judged.map(|finding| (number, finding)));
            scenes.push(played);
        }
        let verdict = Verdict::of(check.level, findings);
        let shown = verdict
            .seen
            .map(|seen: Seen| Arc::clone(&scenes[seen.case]));
        Ok(self.result(check, verdict, shown))
    }

    /// Plays the scenario of a case, unless it has been played already.
    async fn scene(&self, case: &Case) -> Result<Arc<Played>, &NotPlayed> {
        let play = async {
            // The semaphore is never closed, so there is always a permit to come.
            let _seat = self.seats.acquire().await;
            self.cast.play(&case.scenario).await.map(Arc::new)
        };
        self.played[&case.scenario]
            .get_or_init(|| play)
            .await
            .as_ref()
            .map(Arc::clone)
    }

    fn inapplicable(&self, check: &Check) -> Option<String> {
        let lacks = |need: &&Need| match need {
            Need::Token => self.cast.operation.token == Some(TokenUse::None),
            Need::Url => self.cast.operation.command.mentions(Placeholder::Url),
        };
        let need = check.needs.iter().find(lacks)?;
        Some(match need {
            Need::Token => "the client declares that it keeps no token".to_owned(),
            Need::Url => "the client takes the address as it is given".to_owned(),
        })
    }

    fn result(
        &self,
        check: &Arc<Check>,
        verdict: Verdict,
        shown: Option<Arc<Played>>,
    ) -> Examination {
        Examination {
            check: Arc::clone(check),
            operation: self.operation,
            format: self.cast.format,
            verdict,
            shown,
        }
    }
}

/// The check that asks whether the client does anything at all.
fn first_contact(checks: &[Arc<Check>]) -> Option<&Arc<Check>> {
    checks.iter().find(|check| {
        let expected = check.cases.iter().flat_map(|case| &case.expect);
        expected
            .into_iter()
            .any(|expected| *expected == Expectation::AsksForTheExport)
    })
}
