//! One scenario, played: its space is made, its steps happen one after the other.

use std::{fs, io, sync::Arc, time::Duration};

use fakehq::{hq::Island, http::address, render::format::Format, world::submit::SubmitError};

use super::{
    kit_world::{self, KitForm},
    played::{Played, PlayedRun},
    stage::Stage,
};
use crate::{
    catalogue::scenario::{Account, Scenario, Step},
    client::{
        folders::{StepFolders, Workplace},
        manifest::{Client, OperationRules, TokenUse},
        pipes,
        placeholders::{Placeholder, Values},
        run::{self, ClientRun, StepError},
    },
    evidence,
};

/// Why a scenario could not be played. None of these is the client's doing but the first.
#[derive(Debug, thiserror::Error)]
pub enum NotPlayed {
    /// The command cannot be run as it stands.
    #[error(transparent)]
    Command(#[from] StepError),
    /// The kit could not make or read its folders.
    #[error("the kit's own folders: {0}")]
    Folders(#[from] io::Error),
    /// The kit could not fill its own world.
    #[error("the kit's own world: {0}")]
    World(#[from] SubmitError),
    /// The server did not finish its answers.
    #[error("the fake HQ did not finish its answers within {} s of the client's end", .0.as_secs())]
    Unsettled(Duration),
}

/// How long the server may take to note the end of its answers once the client is gone.
const SETTLING: Duration = Duration::from_secs(10);

/// A client, one of its operations in one format, and the stage it plays on.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// Where it plays.
    pub stage: &'a Stage,
    /// Who.
    pub client: &'a Client,
    /// Which of its commands.
    pub operation: &'a OperationRules,
    /// The format the client is asked for.
    pub format: Format,
}

impl Cast<'_> {
    /// Plays a scenario to its end.
    ///
    /// # Errors
    /// When it cannot be played at all; whatever the client does is no error.
    pub async fn play(&self, scenario: &Scenario) -> Result<Played, NotPlayed> {
        let domain = if self.client.rules.shared {
            Stage::SHARED_DOMAIN.to_owned()
        } else {
            self.stage.new_domain()
        };
        let (space, mut forms) = kit_world::space(&domain, scenario.forms)?;
        let island = self.stage.put(space);
        let url = address::form_export(
            &self.stage.base_url(),
            &domain,
            kit_world::XMLNS,
            Some(self.format),
        );
        let strays = self.stage.strays();
        let mut workplace = Workplace::new()?;
        let mut runs: Vec<PlayedRun> = Vec::new();
        for step in &scenario.steps {
            match step {
                Step::Submit => {
                    let number = forms.len();
                    forms.push(kit_world::submit(&mut island.space(), number)?);
                }
                Step::Run => {
                    let token = runs.iter().rev().find_map(last_token).unwrap_or_default();
                    let values = self.values(scenario.account, &domain, &url, token);
                    let run = self
                        .run(&island, &mut workplace, &values, forms.clone())
                        .await?;
                    runs.push(run);
                }
            }
        }
        Ok(Played {
            scenario: scenario.clone(),
            base_url: self.stage.base_url(),
            domain,
            url,
            runs,
            strays: self.stage.strays_since(strays),
        })
    }

    async fn run(
        &self,
        island: &Arc<Island>,
        workplace: &mut Workplace,
        values: &Values,
        forms: Vec<KitForm>,
    ) -> Result<PlayedRun, NotPlayed> {
        let folders = workplace.next_step()?;
        let before = island.journal.last();
        let client = self.step(&folders, values).run().await?;
        tokio::time::timeout(SETTLING, island.journal.settled())
            .await
            .map_err(|_| NotPlayed::Unsettled(SETTLING))?;
        let dump = self.dump(&folders, values).await?;
        Ok(PlayedRun {
            exchanges: island.journal.since(before).entries,
            kept: evidence::after_step(&folders, self.operation, &client),
            client,
            dump,
            forms,
        })
    }

    /// Lets the client's dump command say what a store holds; what it prints is kept as a file.
    async fn dump(
        &self,
        folders: &StepFolders,
        values: &Values,
    ) -> Result<Option<ClientRun>, NotPlayed> {
        let Some(command) = &self.operation.dump else {
            return Ok(None);
        };
        let run = run::Step {
            command,
            stdout_kept: pipes::KEPT_OF_DATA,
            ..self.step(&folders.for_dump(), values)
        }
        .run()
        .await?;
        if !run.stdout.kept.is_empty() {
            fs::write(folders.dump.join("stdout"), &run.stdout.kept)?;
        }
        Ok(Some(run))
    }

    /// Finds out whether the commands can be run at all, before anything is played.
    ///
    /// # Errors
    /// When the client has to be changed first, or the kit has no folders.
    pub fn rehearse(&self) -> Result<(), NotPlayed> {
        let folders = Workplace::new()?.next_step()?;
        let values = self.values(Account::Right, "", "", "");
        let step = self.step(&folders, &values);
        step.check()?;
        if let Some(command) = &self.operation.dump {
            run::Step { command, ..step }.check()?;
        }
        Ok(())
    }

    fn step<'b>(&'b self, folders: &'b StepFolders, values: &'b Values) -> run::Step<'b> {
        run::Step {
            command: &self.operation.command,
            rules: &self.client.rules,
            folders,
            here: &self.client.here,
            values,
            stdout_kept: self.operation.stdout_kept(),
        }
    }

    fn values(&self, account: Account, domain: &str, url: &str, token: &str) -> Values {
        let mut values = Values::new();
        values
            .set(Placeholder::Url, url)
            .set(Placeholder::BaseUrl, self.stage.base_url())
            .set(Placeholder::Domain, domain)
            .set(Placeholder::Username, kit_world::USERNAME)
            .set(Placeholder::Password, password(account))
            .set(Placeholder::Xmlns, kit_world::XMLNS)
            .set(Placeholder::Format, self.format.name());
        let told = self.operation.token == Some(TokenUse::Argument);
        values.set(Placeholder::Token, if told { token } else { "" });
        values
    }
}

/// The password a client is given for an account.
#[must_use]
pub const fn password(account: Account) -> &'static str {
    match account {
        Account::Right => kit_world::PASSWORD,
        Account::WrongPassword => kit_world::WRONG_PASSWORD,
    }
}

/// The token of the last whole answer of a run.
fn last_token(run: &PlayedRun) -> Option<&str> {
    let answer = run.whole_answers().last()?;
    answer.export.as_ref()?.token_issued.as_deref()
}
