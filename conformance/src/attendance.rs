//! Judging what cannot be started by the kit: a person or a program with windows does the requests,
//! and what went over the wire is judged, nothing else.

use std::{path::Path, sync::Arc, time::Duration};

use fakehq::file_format::Format;

use crate::{
    catalogue::{
        check::{Case, Check},
        need::Need,
        scenario::Scenario,
        step::{Run, Step, Submit},
        world::World,
    },
    client::{
        command::CommandError,
        manifest::{Client, Operation, OperationRules, TokenUse},
    },
    examination::{Examination, Examined, Refused},
    judge::{
        Bench,
        learned::Learned,
        verdict::{Seen, Verdict},
    },
    play::{cast::Cast, person::Person, played::Played, stage::Stage},
};

/// What is attended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Nobody's program; only its declarations count.
    client: Client,
    operation: Operation,
    format: Format,
    downloads: usize,
}

impl Attendance {
    /// So many downloads of an operation in a format; a form arrives between two. `token` says
    /// whether export tokens are kept from one to the next.
    ///
    /// # Errors
    /// Never for the command that stands in for a person.
    pub fn new(
        operation: Operation,
        format: Format,
        downloads: usize,
        token: bool,
    ) -> Result<Self, CommandError> {
        let mut client = Client::from_command(vec!["true".into()], Path::new("/"))?;
        client.name = "attended".to_owned();
        let rules = std::mem::take(&mut client.operations);
        client.operations = rules
            .into_values()
            .map(|mut rules| {
                rules.formats = vec![format];
                rules.token = Some(if token {
                    TokenUse::Kept
                } else {
                    TokenUse::None
                });
                (operation, rules)
            })
            .collect();
        Ok(Self {
            client,
            operation,
            format,
            downloads,
        })
    }

    /// Waits for a person and judges the wire.
    ///
    /// # Errors
    /// When the kit cannot serve, or cannot play the scenario.
    pub async fn judged(
        &self,
        checks: &[Arc<Check>],
        person: &Person,
    ) -> Result<Examined, Refused> {
        let client = &self.client;
        let examined = Examined {
            client: client.name.clone(),
            contacts: Vec::new(),
            results: Vec::new(),
        };
        let Some(rules) = client.operations.get(&self.operation) else {
            return Ok(examined);
        };
        let stage = Stage::open().await?;
        let cast = Cast {
            stage: &stage,
            client,
            operation: self.operation,
            rules,
            format: self.format,
            person: Some(person),
        };
        let played = cast.play(&self.scenario()).await;
        stage.close().await;
        let played = Arc::new(played?);
        let results = checks.iter();
        let results = results.filter_map(|check| self.result(check, &played, rules));
        Ok(Examined {
            results: results.collect(),
            ..examined
        })
    }

    fn scenario(&self) -> Scenario {
        let mut steps = vec![Step::Run(Run::default())];
        for _ in 1..self.downloads {
            steps.extend([Step::Submit(Submit::default()), Step::Run(Run::default())]);
        }
        Scenario {
            world: World::default(),
            steps,
        }
    }

    fn result(
        &self,
        check: &Arc<Check>,
        played: &Arc<Played>,
        rules: &OperationRules,
    ) -> Option<Examination> {
        let offered = |need: &Need| rules.offers(*need);
        if !check.is_about(self.operation, self.format) || !check.needs.iter().all(offered) {
            return None;
        }
        let learned = Learned::default();
        let bench = Bench {
            played,
            operation: rules,
            rules: &self.client.rules,
            learned: &learned,
        };
        let cases = check.cases.iter().enumerate();
        let cases = cases.filter(|(_, case)| self.shows(case));
        let findings: Vec<_> = cases
            .flat_map(|(number, case)| {
                let wire = case.expect.iter().filter(|expected| expected.is_wire());
                wire.map(move |expected| (number, bench.judge(expected)))
            })
            .collect();
        if findings.is_empty() {
            return None;
        }
        let verdict = Verdict::of(check.level, findings);
        let shown = verdict.seen.map(|_: Seen| Arc::clone(played));
        Some(Examination {
            check: Arc::clone(check),
            operation: self.operation,
            format: self.format,
            verdict,
            shown,
            took: Duration::ZERO,
        })
    }

    /// Whether what was played shows what a case wants to see: its world is the usual one, nothing
    /// else happens in it but downloads and forms, and it has no more downloads.
    fn shows(&self, case: &Case) -> bool {
        let steps = &case.scenario.steps;
        let usual = |step: &Step| match step {
            Step::Run(run) => *run == Run::default(),
            Step::Submit(submit) => *submit == Submit::default(),
            _ => false,
        };
        let runs = steps.iter().filter(|step| matches!(step, Step::Run(_)));
        case.scenario.world == World::default()
            && steps.iter().all(usual)
            && runs.count() <= self.downloads
    }
}
