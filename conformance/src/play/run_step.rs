//! One run of the client in a scene.

use std::{fs, io, path::PathBuf, sync::Arc, time::Duration};

use fakehq::{
    faults::{Effect, Fault, Place, Spot, When},
    file_format::Format,
    form_download,
    hq::Island,
    journal::entry::Entry,
    selection::form::{Ask, Outcome, Tag},
    tables::layout::Style,
};

use super::{
    found::Found,
    kit_world::{Login, address::Export},
    lacking::Surroundings,
    person::Invitation,
    played::PlayedRun,
    scene::{NotPlayed, Scene},
    token_file,
};
use crate::{
    catalogue::step::Run,
    client::{
        folders::StepFolders,
        manifest::Operation,
        pipes,
        placeholders::{Placeholder, Values},
        run::{self, ClientRun, Exit},
    },
    evidence::{self, Evidence},
};

/// How long the server may take to note the end of its answers once the client is gone.
const SETTLING: Duration = Duration::from_secs(10);

/// So many requests in one run are a loop, and the run is ended.
const A_LOOP: u64 = 200;

/// What a run of the client is given.
pub(super) struct Request<'a> {
    pub(super) options: &'a Run,
    pub(super) login: Login,
    pub(super) format: Format,
    pub(super) domain: &'a str,
    pub(super) urls: &'a [String],
    pub(super) export: &'a Export,
    /// For a client that is told its token.
    pub(super) token: &'a str,
}

impl Scene<'_> {
    /// Runs the client once.
    ///
    /// # Errors
    /// When it cannot be run, or what it did cannot be found out.
    pub(super) async fn run(&mut self, options: &Run) -> Result<PlayedRun, NotPlayed> {
        let targets = self.targets(options)?;
        let folders = self.workplace.next_step()?;
        if self.cast.rules.dump.is_some() {
            fs::create_dir(&folders.dump)?;
        }
        let format = options.format.unwrap_or(self.cast.format);
        let urls: Vec<_> = targets.iter().map(|target| target.url.clone()).collect();
        let token = self.runs.iter().rev().find_map(told_token);
        let request = Request {
            options,
            login: self.login(options),
            format,
            domain: &targets[0].domain,
            urls: &urls,
            export: &targets[0].export,
            token: token.unwrap_or_default(),
        };
        let mut values = self.cast.values(&request);
        if self.cast.operation == Operation::ReadFile {
            values.set(Placeholder::File, self.given_file(&folders, format)?);
        }
        let home = Arc::clone(&self.home.island);
        let islands: Vec<_> = [Some(&home), self.elsewhere()]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let before: Vec<_> = islands.iter().map(|island| island.journal.last()).collect();
        let further = self.cast.further(options);
        let step = self.cast.step(&folders, &values, &further);
        let mut stalls = home.faults().stalls();
        let stalled = *stalls.borrow_and_update();
        let fault = options.kill_after.map(|bytes| {
            home.faults().lay(Fault {
                which: self.answers_with_data(),
                when: When::Next(1),
                effect: Some(Effect::Stall {
                    at: Place::Body(Spot::Bytes(bytes)),
                }),
                actions: Vec::new(),
            })
        });
        let mut looped = false;
        let stop = async {
            let killed = async {
                match fault {
                    Some(_) => _ = stalls.wait_for(|count| *count > stalled).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = home.journal.reaches(before[0] + A_LOOP) => looped = true,
                () = killed => {}
            }
        };
        let mut client = match self.cast.person {
            None => step.run_until(stop).await?,
            Some(person) => {
                let invitation = Invitation {
                    base_url: self.cast.stage.base_url(),
                    domain: targets[0].domain.clone(),
                    url: targets[0].url.clone(),
                    login: request.login,
                };
                person.run(invitation, stop).await
            }
        };
        if looped && client.exit == Exit::Stopped {
            client.exit = Exit::Looped;
        }
        if let Some(fault) = fault {
            home.faults().lift(fault);
        }
        // What a client lacked that was the kit's to give is no fault of the client's.
        self.workplace.has_room()?;
        if let Some(said) = said_no_room(&client) {
            return Err(NotPlayed::Folders(said));
        }
        for island in &islands {
            settle(island).await?;
        }
        let dump = self.dump(&folders, &values).await?;
        let kept = self.kept(&folders, &client).await?;
        let exchanges = islands.iter().zip(before);
        let exchanges: Vec<Entry> = exchanges
            .flat_map(|(island, before)| island.journal.since(before).entries)
            .collect();
        let token = token_file::put(&folders, &exchanges);
        let client_rules = &self.cast.client.rules;
        let surroundings = Surroundings::of(&folders, client_rules, &self.cast.client.here);
        Ok(PlayedRun {
            found: Found::of(&kept),
            lacking: surroundings.lacking(&client),
            lost_token: token.lost,
            keeps_token: token.kept,
            outside: self.workplace.strangers(),
            options: options.clone(),
            login: request.login,
            documents: self.documents.clone(),
            exchanges,
            targets,
            format,
            client,
            dump,
            kept,
        })
    }

    /// What lies in the client's folders. It is read by others; this thread goes on with other scenarios.
    async fn kept(&self, folders: &StepFolders, run: &ClientRun) -> Result<Evidence, NotPlayed> {
        let readers = self.cast.stage.readers(&self.cast.client.kit);
        let (folders, rules, run) = (folders.clone(), self.cast.rules.clone(), run.clone());
        let read = move || evidence::after_step(&readers, &folders, &rules, &run);
        let kept = tokio::task::spawn_blocking(read).await;
        Ok(kept.map_err(io::Error::other)??)
    }

    /// Lets the client's dump command say what a store holds; what it prints is kept as a file.
    async fn dump(
        &self,
        folders: &StepFolders,
        values: &Values,
    ) -> Result<Option<ClientRun>, NotPlayed> {
        let Some(command) = &self.cast.rules.dump else {
            return Ok(None);
        };
        let run = run::Step {
            command,
            stdout_kept: pipes::KEPT_OF_DATA,
            ..self.cast.step(&folders.for_dump(), values, &[])
        }
        .run()
        .await?;
        if !run.stdout.kept.is_empty() {
            fs::write(folders.dump.join("stdout"), &run.stdout.kept)?;
        }
        Ok(Some(run))
    }

    /// The export of the form as a file, as a person would have downloaded it.
    fn given_file(&self, folders: &StepFolders, format: Format) -> Result<PathBuf, NotPlayed> {
        fs::create_dir(&folders.given)?;
        let path = folders.given.join(format!("visits.{}", format.extension()));
        fs::write(&path, self.rendered(format)?)?;
        Ok(path)
    }

    /// The export of the form, without a request.
    pub(super) fn rendered(&self, format: Format) -> Result<Vec<u8>, NotPlayed> {
        let mut space = self.home.island.space();
        let ask = Ask {
            tag: Tag::Form(self.home.shape.xmlns.clone()),
            previous_export: None,
            include_errors: false,
            user_types: Vec::new(),
        };
        if format == Format::Raw {
            return Ok(form_download::raw(&space.raw_forms(&ask))?);
        }
        match space.export_forms(&ask) {
            Outcome::Data(data) => {
                let style = Style::default();
                Ok(form_download::download(
                    data,
                    &style,
                    format,
                    &space.choices,
                )?)
            }
            _ => Ok(Vec::new()),
        }
    }
}

async fn settle(island: &Island) -> Result<(), NotPlayed> {
    tokio::time::timeout(SETTLING, island.journal.settled())
        .await
        .map_err(|_| NotPlayed::Unsettled(SETTLING))
}

/// What a client that failed said of a full disk. It may have cleared up since, so that there is room
/// again.
fn said_no_room(client: &ClientRun) -> Option<io::Error> {
    const SAID: [&str; 2] = ["No space left on device", "Disk quota exceeded"];
    if client.exit.is_success() {
        return None;
    }
    let said = [client.stderr.text(), client.stdout.text()];
    let mut lines = said.iter().flat_map(|said| said.lines());
    let line = lines.find(|line| SAID.iter().any(|no_room| line.contains(no_room)))?;
    let what = format!("the client found no room to write: {}", line.trim());
    Some(io::Error::new(io::ErrorKind::StorageFull, what))
}

/// The token a client is told after a run that went well: that of its last whole answer.
fn told_token(run: &PlayedRun) -> Option<&str> {
    if !run.client.exit.is_success() {
        return None;
    }
    let answer = run.whole_answers().last()?;
    answer.export.as_ref()?.token_issued.as_deref()
}
