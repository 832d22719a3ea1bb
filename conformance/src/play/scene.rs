//! One scenario, played: its world is made, its steps happen one after the other.

use std::{io, sync::Arc, time::Duration};

use fakehq::{
    faults::{self, Action, Credentials, Fault, On, When},
    file_format::Format,
    hq::Island,
    render::RenderError,
};
use jiff::SignedDuration;

use super::{
    cast::Cast,
    kit_world::{
        self, Login, SECOND_XMLNS, WorldError,
        address::{Export, Target, changed},
        cases, custom,
        document::{KitDocument, Source},
        shape::Shape,
        space::Inbox,
    },
    played::{Played, PlayedRun},
};
use crate::{
    catalogue::{
        scenario::Scenario,
        step::{Run, Step, Submit, Which},
        world::SizeCap,
    },
    client::{folders::Workplace, manifest::Operation, run::StepError},
    evidence::reader_process::CannotRead,
};

/// Why a scenario could not be played. None of these is the client's doing but the first.
#[derive(Debug, thiserror::Error)]
pub enum NotPlayed {
    /// The command cannot be run as it stands.
    #[error(transparent)]
    Command(StepError),
    /// The kit could not start the client, or lost it.
    #[error("the kit's own trouble: {0}")]
    NotBegun(StepError),
    /// The kit could not make or read its folders.
    #[error("the kit's own folders: {0}")]
    Folders(#[from] io::Error),
    /// The kit could not look at what the client left.
    #[error(transparent)]
    Evidence(#[from] CannotRead),
    /// The kit could not fill its own world.
    #[error("the kit's own world: {0}")]
    World(#[from] WorldError),
    /// The kit could not make a file to be read.
    #[error("the kit's own export: {0}")]
    Render(#[from] RenderError),
    /// The server did not finish its answers.
    #[error("the fake HQ did not finish its answers within {} s of the client's end", .0.as_secs())]
    Unsettled(Duration),
}

impl From<StepError> for NotPlayed {
    fn from(error: StepError) -> Self {
        match error {
            StepError::NotBegun(_) => Self::NotBegun(error),
            error => Self::Command(error),
        }
    }
}

/// A scenario while it is played.
pub(super) struct Scene<'a> {
    pub(super) cast: Cast<'a>,
    pub(super) scenario: &'a Scenario,
    pub(super) home: Inbox,
    second_form: Option<Inbox>,
    second_space: Option<Inbox>,
    pub(super) documents: Vec<KitDocument>,
    /// Documents that arrive while the client runs the next time.
    arriving: Vec<KitDocument>,
    pub(super) workplace: Workplace,
    pub(super) runs: Vec<PlayedRun>,
    /// How long is waited between two runs.
    apart: Duration,
}

impl<'a> Scene<'a> {
    /// Makes the world of a scenario.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn open(cast: Cast<'a>, scenario: &'a Scenario) -> Result<Self, NotPlayed> {
        let world = &scenario.world;
        let domain = cast.domain(scenario);
        let mut space = kit_world::bare_space(&domain, world)?;
        let shape = Shape::new(&world.form, cast.client.form.as_ref());
        let mut documents = Vec::new();
        let is_about_cases = cast.operation == Operation::CaseExport;
        if is_about_cases || asks_for(scenario, Which::Cases) {
            documents = cases::put(&mut space, &world.cases).map_err(WorldError::from)?;
        }
        if cast.operation == Operation::CustomExport {
            space
                .custom_exports
                .push(custom::export(&world.custom, &shape, cast.format));
        }
        let island = cast.stage.put(space);
        let mut home = Inbox::new(&island, shape.clone(), Source::Form, 0);
        // What only the case export sends is enough there.
        let forms = if is_about_cases { 0 } else { world.forms };
        home.submit(&some(forms), &mut documents)?;

        let mut further = |count, island: &Arc<Island>, shape, source, nth| {
            let mut inbox = Inbox::new(island, shape, source, nth);
            inbox.submit(&some(count), &mut documents)?;
            Ok::<_, WorldError>(Some(inbox))
        };
        let second_form = match world.second_form {
            0 => None,
            count => {
                let shape = shape.called(SECOND_XMLNS);
                further(count, &island, shape, Source::SecondForm, 1)?
            }
        };
        let second_space = match world.second_space {
            0 => None,
            count => {
                let space = kit_world::bare_space(&format!("{domain}-2"), world)?;
                let island = cast.stage.put(space);
                further(count, &island, shape, Source::SecondSpace, 2)?
            }
        };
        let scene = Self {
            cast,
            scenario,
            home,
            second_form,
            second_space,
            documents,
            arriving: Vec::new(),
            workplace: Workplace::new()?,
            runs: Vec::new(),
            apart: Duration::ZERO,
        };
        let size_cap = match world.size_cap {
            SizeCap::Published => return Ok(scene),
            SizeCap::Bytes(bytes) => bytes,
            SizeCap::Exact => scene.rendered(cast.format)?.len() as u64,
        };
        island.space().size_cap = size_cap;
        Ok(scene)
    }

    /// Lets time pass between two runs.
    pub(super) fn with_runs_apart(mut self, apart: Duration) -> Self {
        self.apart = apart;
        self
    }

    /// Plays it to its end.
    ///
    /// # Errors
    /// When a step cannot be taken; whatever the client does is no error.
    pub(super) async fn play(mut self) -> Result<Played, NotPlayed> {
        let strays = self.cast.stage.strays();
        let target = self.target(Which::Main, self.cast.format)?;
        for step in &self.scenario.steps {
            self.take(step).await?;
        }
        let islands = [Some(&self.home), self.second_space.as_ref()];
        for inbox in islands.into_iter().flatten() {
            self.cast.stage.remove(&inbox.island);
        }
        self.cast.stage.leave(self.workplace);
        Ok(Played {
            scenario: self.scenario.clone(),
            base_url: self.cast.stage.base_url(),
            domain: target.domain,
            url: target.url,
            runs: self.runs,
            strays: self.cast.stage.strays_since(strays),
        })
    }

    async fn take(&mut self, step: &Step) -> Result<(), NotPlayed> {
        let island = Arc::clone(&self.home.island);
        match step {
            Step::Run(run) => {
                if !self.runs.is_empty() && !self.apart.is_zero() {
                    tokio::time::sleep(self.apart).await;
                }
                let played = self.run(run).await?;
                self.runs.push(played);
                self.documents.append(&mut self.arriving);
            }
            Step::Submit(submit) => {
                let inbox = match submit.to {
                    Which::Main | Which::Cases => Some(&mut self.home),
                    Which::SecondForm => self.second_form.as_mut(),
                    Which::SecondSpace => self.second_space.as_mut(),
                };
                let inbox = inbox.ok_or(WorldError::Lacks("forms of that kind"))?;
                inbox.submit(submit, &mut self.documents)?;
            }
            Step::Duplicate => self.home.duplicate(&mut self.documents)?,
            Step::Edit => self.home.edit(&mut self.documents)?,
            Step::Clock(seconds) => {
                let by = SignedDuration::from_secs(*seconds);
                let moved = island.space().clock.advance(by);
                moved.map_err(WorldError::from)?;
            }
            Step::ForgetTokens => island.space().tokens.forget(None),
            Step::SizeCap(bytes) => island.space().size_cap = *bytes,
            Step::Quirk(change) => {
                let mut space = island.space();
                let mut choices = space.choices;
                let changed = choices.set(&change.id, &change.choice);
                changed.map_err(WorldError::from)?;
                space.choose(choices);
            }
            Step::Fault(fault) => _ = island.faults().lay(fault.clone()),
            Step::ClearFaults => island.faults().lift_all(),
            Step::ArrivesBehind(nth) => {
                let (document, known) = self.home.fill_next();
                self.arriving.push(known);
                island.faults().lay(Fault {
                    which: self.answers_with_data(),
                    when: When::Nth(*nth),
                    effect: None,
                    actions: vec![Action::SubmitForm { document }],
                });
            }
        }
        Ok(())
    }

    /// The answers with data to the export of the operation.
    pub(super) fn answers_with_data(&self) -> faults::Which {
        faults::Which {
            on: vec![On::Export],
            credentials: Credentials::Accepted,
            xmlns: None,
            format: None,
            method: None,
            answered: Some(200),
        }
    }

    /// The exports a run is handed.
    pub(super) fn targets(&self, run: &Run) -> Result<Vec<Target>, WorldError> {
        let format = run.format.unwrap_or(self.cast.format);
        match run.exports.as_slice() {
            [] => Ok(vec![self.target(Which::Main, format)?]),
            several => {
                let targets = several.iter().map(|which| self.target(*which, format));
                targets.collect()
            }
        }
    }

    fn target(&self, which: Which, format: Format) -> Result<Target, WorldError> {
        let (inbox, export) = match which {
            Which::Main => (&self.home, self.cast.export(&self.home.shape)),
            Which::Cases => (&self.home, Export::Cases),
            Which::SecondForm | Which::SecondSpace => {
                let inbox = match which {
                    Which::SecondForm => self.second_form.as_ref(),
                    _ => self.second_space.as_ref(),
                };
                let inbox = inbox.ok_or(WorldError::Lacks("export of that kind"))?;
                let xmlns = inbox.shape.xmlns.clone();
                (inbox, Export::Form { xmlns })
            }
        };
        let domain = inbox.island.name().to_owned();
        let url = export.address(&self.cast.stage.base_url(), &domain, format);
        Ok(Target {
            url: changed(&url, &self.scenario.world.address),
            source: match export {
                Export::Cases => Source::Cases,
                _ => inbox.source,
            },
            domain,
            export,
        })
    }

    /// The second project space, where the world has one.
    pub(super) fn elsewhere(&self) -> Option<&Arc<Island>> {
        self.second_space.as_ref().map(|inbox| &inbox.island)
    }

    /// The account of a run.
    pub(super) fn login(&self, run: &Run) -> Login {
        Login::of(run.account.unwrap_or(self.scenario.world.account))
    }
}

fn some(count: usize) -> Submit {
    Submit {
        count,
        ..Submit::default()
    }
}

/// Whether any run of a scenario is handed an export.
fn asks_for(scenario: &Scenario, which: Which) -> bool {
    scenario.steps.iter().any(|step| match step {
        Step::Run(run) => run.exports.contains(&which),
        _ => false,
    })
}
