//! All checks of all operations and formats of a client.
//!
//! - `again`: what is broken is played once more, more slowly
//! - `instance`: which results a client can get
//! - `part`: one operation in one format, its scenarios played once each
//! - `seats`: how many scenarios are played at once
//! - [`unlocks`]: what the client could declare so that more of them apply
//! - [`contact`]: what the first clean run teaches

mod again;
pub mod contact;
mod instance;
mod part;
mod seats;
pub mod unlocks;

use std::{sync::Arc, time::Duration};

use fakehq::file_format::Format;
use futures_util::{StreamExt as _, stream::FuturesUnordered};

use crate::{
    catalogue::{check::Check, selection::Selection},
    client::{
        manifest::{Client, Operation},
        run::StepError,
    },
    judge::verdict::{Status, Verdict},
    play::{played::Played, scene::NotPlayed, stage::Stage},
};
use contact::Contact;
pub(crate) use instance::formats;
use instance::{Instance, instances};
use part::Part;
use seats::Seats;

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
    /// How long the client ran in the scenarios of the check, which it may share with others.
    pub took: Duration,
}

/// Everything that was found about a client.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The client's name.
    pub client: String,
    /// The first contact with each operation in each format.
    pub contacts: Vec<Contact>,
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
        instance::name(&self.check.id, self.operation, self.format)
    }
}

/// The names of all results a client can get.
#[must_use]
pub fn names(client: &Client, checks: &[Arc<Check>]) -> Vec<String> {
    let instances = instances(client, checks);
    instances.iter().map(Instance::name).collect()
}

/// The results that will be skips, and why, as far as the manifest tells. One that is about several
/// formats is named once, without them.
#[must_use]
pub fn not_applicable(client: &Client, checks: &[Arc<Check>]) -> Vec<(String, String)> {
    let instances = instances(client, checks);
    let skipped = instances.iter().filter_map(|instance| {
        let name = match instance.operation {
            Operation::FormExport => instance.check.id.clone(),
            other => format!("{}@{}", instance.check.id, other.name()),
        };
        Some((name, instance.why_not(client)?))
    });
    let mut skipped: Vec<_> = skipped.collect();
    skipped.dedup();
    skipped
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
    done: impl FnMut(&Examination),
) -> Result<Examined, Refused> {
    let stage = Stage::open().await?;
    let examined = on(&stage, client, checks, selection, jobs, done).await;
    stage.close().await;
    examined
}

async fn on(
    stage: &Stage,
    client: &Client,
    checks: &[Arc<Check>],
    selection: &Selection,
    jobs: usize,
    mut done: impl FnMut(&Examination),
) -> Result<Examined, Refused> {
    let jobs = if client.rules.shared { 1 } else { jobs.max(1) };
    let seats = Seats::new(jobs);
    let mut parts = Part::all(client, stage, &seats);
    for part in &parts {
        part.cast.rehearse()?;
    }
    let instances = instances(client, checks);
    let wanted: Vec<_> = instances
        .into_iter()
        .filter(|instance| selection.takes(&instance.name()))
        .collect();
    parts.retain(|part| wanted.iter().any(|instance| part.is_for(instance)));

    // The first contact comes first: a client that asks for something else is judged no further.
    let mut contacts = Vec::new();
    let mut results = Vec::new();
    let mut report = |result: Examination, results: &mut Vec<_>| {
        done(&result);
        results.push(result);
    };
    let first: FuturesUnordered<_> = parts.iter_mut().map(|part| part.contact(checks)).collect();
    for contact in first.collect::<Vec<_>>().await {
        let (contact, result) = contact?;
        if let Some(result) = result {
            let is_wanted = |instance: &Instance| instance.name() == result.id();
            if result.verdict.status != Status::Pass || wanted.iter().any(is_wanted) {
                report(result, &mut results);
            }
        }
        contacts.push(contact);
    }
    contacts.sort_by_key(|contact| (contact.operation, contact.format));

    let mut rest: FuturesUnordered<_> = wanted
        .into_iter()
        .filter(|instance| !results.iter().any(|result| result.id() == instance.name()))
        .map(|instance| {
            let part = parts.iter().find(|part| part.is_for(&instance));
            async move {
                match part {
                    Some(part) => part.judge(&instance.check).await,
                    None => Ok(instance.missing()),
                }
            }
        })
        .collect();
    while let Some(result) = rest.next().await {
        report(result?, &mut results);
    }
    results.sort_by(|a, b| {
        (&a.check.id, a.operation, a.format).cmp(&(&b.check.id, b.operation, b.format))
    });
    Ok(Examined {
        client: client.name.clone(),
        contacts,
        results,
    })
}
