//! Who plays: a client, one of its operations in one format, and the stage it plays on.

use std::{ffi::OsString, time::Duration};

use fakehq::file_format::Format;
use md5::{Digest as _, Md5};

use super::{
    kit_world::{Login, address::Export, custom, shape::Shape},
    person::Person,
    run_step::Request,
    scene::{NotPlayed, Scene},
    stage::Stage,
};
use crate::{
    catalogue::{form::FormTable, scenario::Scenario, step::Run, world::Account},
    client::{
        folders::{StepFolders, Workplace},
        manifest::{Client, Operation, OperationRules, TokenUse},
        placeholders::{Placeholder, Values},
        run,
    },
    play::played::Played,
};

/// A client, one of its operations in one format, and the stage it plays on.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// Where it plays.
    pub stage: &'a Stage,
    /// Who.
    pub client: &'a Client,
    /// What it is to do.
    pub operation: Operation,
    /// How it does that.
    pub rules: &'a OperationRules,
    /// The format the client is asked for.
    pub format: Format,
    /// Somebody who does what the client would.
    pub person: Option<&'a Person>,
}

impl Cast<'_> {
    /// Plays a scenario to its end.
    ///
    /// # Errors
    /// When it cannot be played at all; whatever the client does is no error.
    pub async fn play(&self, scenario: &Scenario) -> Result<Played, NotPlayed> {
        Scene::open(*self, scenario)?.play().await
    }

    /// Plays a scenario with time between its runs, for clients that tell them apart by the clock.
    ///
    /// # Errors
    /// As for [`Cast::play`].
    pub async fn play_apart(
        &self,
        scenario: &Scenario,
        apart: Duration,
    ) -> Result<Played, NotPlayed> {
        let scene = Scene::open(*self, scenario)?;
        scene.with_runs_apart(apart).play().await
    }

    /// Finds out whether the commands can be run at all, before anything is played.
    ///
    /// # Errors
    /// When the client has to be changed first, or the kit has no folders.
    pub fn rehearse(&self) -> Result<(), NotPlayed> {
        let folders = Workplace::new()?.next_step()?;
        let shape = Shape::new(&FormTable::default(), self.client.form.as_ref());
        let export = self.export(&shape);
        let everything = Run {
            size: Some(1),
            errors: true,
            closed: true,
            ..Run::default()
        };
        let request = Request {
            options: &everything,
            login: Login::of(Account::Right),
            format: self.format,
            domain: "",
            urls: &[String::new()],
            export: &export,
            token: "",
        };
        let mut values = self.values(&request);
        if self.operation == Operation::ReadFile {
            values.set(Placeholder::File, "");
        }
        let further = self.further(&everything);
        let step = self.step(&folders, &values, &further);
        step.check()?;
        if let Some(command) = &self.rules.dump {
            run::Step {
                command,
                further: &[],
                ..step
            }
            .check()?;
        }
        Ok(())
    }

    /// The name of a scenario's project space: no other has it, and it is the same in every run, in
    /// whatever order scenarios are played.
    pub(super) fn domain(&self, scenario: &Scenario) -> String {
        if self.client.rules.shared {
            return Stage::SHARED_DOMAIN.to_owned();
        }
        let played = format!("{} {} {scenario:?}", self.operation.name(), self.format);
        let digest = Md5::digest(played);
        let name = digest.iter().take(4).map(|byte| format!("{byte:02x}"));
        format!("kit-{}", name.collect::<String>())
    }

    /// The export its operation is about.
    pub(super) fn export(&self, shape: &Shape) -> Export {
        match self.operation {
            Operation::FormExport | Operation::ReadFile => Export::Form {
                xmlns: shape.xmlns.clone(),
            },
            Operation::CustomExport => Export::Custom,
            Operation::CaseExport => Export::Cases,
        }
    }

    pub(super) fn step<'b>(
        &'b self,
        folders: &'b StepFolders,
        values: &'b Values,
        further: &'b [OsString],
    ) -> run::Step<'b> {
        run::Step {
            command: &self.rules.command,
            further,
            rules: &self.client.rules,
            folders,
            here: &self.client.here,
            values,
            stdout_kept: self.rules.stdout_kept(),
        }
    }

    /// The arguments that a run's options add to the command.
    pub(super) fn further(&self, options: &Run) -> Vec<OsString> {
        let rules = self.rules;
        let lists = [
            (options.size.is_some(), &rules.with_size),
            (options.errors, &rules.with_errors),
            (options.closed, &rules.with_closed),
        ];
        let lists = lists.into_iter().filter(|(wanted, _)| *wanted);
        let lists = lists.filter_map(|(_, arguments)| arguments.as_ref());
        lists.flatten().cloned().collect()
    }

    /// The values of a run.
    pub(super) fn values(&self, request: &Request<'_>) -> Values {
        let mut values = Values::new();
        values
            .set(Placeholder::Kit, &self.client.kit)
            .set(Placeholder::Username, request.login.username)
            .set(Placeholder::Password, request.login.password)
            .set(Placeholder::Format, request.format.name());
        if self.operation == Operation::ReadFile {
            return values;
        }
        values
            .set(
                Placeholder::Url,
                request.urls.first().map_or("", String::as_str),
            )
            .set(Placeholder::BaseUrl, self.stage.base_url())
            .set(Placeholder::Domain, request.domain)
            .set_urls(request.urls);
        match request.export {
            Export::Form { xmlns } => _ = values.set(Placeholder::Xmlns, xmlns),
            Export::Custom => _ = values.set(Placeholder::ExportId, custom::ID),
            Export::Cases => {}
        }
        if let Some(size) = request.options.size {
            values.set(Placeholder::Size, size.to_string());
        }
        let told = self.rules.token == Some(TokenUse::Argument);
        values.set(Placeholder::Token, if told { request.token } else { "" });
        values
    }
}
