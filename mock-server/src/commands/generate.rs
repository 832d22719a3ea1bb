//! `fakehq generate`

use std::{
    fs::File,
    io::{BufReader, IsTerminal as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use fakehq::{
    world::{
        cases::book::Case,
        clock::Pace,
        generate::{
            people::{GeneratedUser, UserKind},
            world::World as Invented,
        },
        xml::moment,
    },
    world_file::{Overrides, PlannedSpace, World},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};

use super::{
    Failure,
    choices::{chosen, chosen_space},
    output::Output,
};

/// Write what a world holds as JSON lines, in order of arrival. A world of any size takes no more
/// memory than one form.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// A world file, or the name of a world that comes with fakehq: default, empty.
    #[arg(
        long,
        env = "FAKEHQ_WORLD",
        value_name = "FILE|NAME",
        default_value = "default"
    )]
    world: String,
    /// Makes all that is invented. Default: what the world says.
    #[arg(long, env = "FAKEHQ_SEED")]
    seed: Option<u64>,
    /// Which project space of the world, if it has several.
    #[arg(long, env = "FAKEHQ_SPACE")]
    space: Option<String>,
    /// What to write. Cases are what all forms add up to, and held in memory.
    #[arg(long, env = "FAKEHQ_WHAT", default_value = "forms")]
    what: What,
    /// Where to write; `-` is standard output.
    #[arg(
        short,
        long,
        env = "FAKEHQ_OUTPUT",
        default_value = "-",
        value_name = "FILE"
    )]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Forms,
    Cases,
    Users,
}

impl Generate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let wrong = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let mut planned = World::planned(&self.world, self.seed).map_err(|e| wrong(&e))?;
        let names: Vec<String> = planned
            .iter()
            .map(|space| space.invent.project_space.clone())
            .collect();
        let PlannedSpace { documents, invent } =
            planned.swap_remove(chosen(&names, self.space.as_deref())?);
        let invented = Invented::new(invent).map_err(|e| wrong(&format!("{}: {e}", self.world)))?;
        let mut out = Output::named(&self.output)?;
        match self.what {
            What::Forms => {
                for file in &documents {
                    each_document(file, &mut |document| line(&mut out, document))?;
                }
                let mut progress = Progress::new(invented.shape().documents());
                for form in invented.forms() {
                    line(&mut out, &form.document)?;
                    progress.step();
                }
                progress.end();
            }
            What::Users => {
                for user in invented.users() {
                    line(&mut out, &of_user(user))?;
                }
            }
            What::Cases => {
                let overrides = Overrides {
                    seed: self.seed,
                    pace: Pace::Frozen,
                    ..Overrides::default()
                };
                let world =
                    World::named_or_from_file(&self.world, &overrides).map_err(|e| wrong(&e))?;
                let space = chosen_space(world.spaces, self.space.as_deref())?;
                for case in space.cases.cases() {
                    line(&mut out, &of_case(case))?;
                }
            }
        }
        out.finish()
    }
}

fn line(out: &mut Output, value: &Value) -> Result<(), Failure> {
    out.put(format!("{value}\n").as_bytes())
}

/// The stored documents of a file: JSON values, or lists of them.
fn each_document(
    file: &Path,
    each: &mut dyn FnMut(&Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let wrong =
        |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", file.display()));
    let opened = File::open(file).map_err(|error| wrong(&error))?;
    let values = serde_json::Deserializer::from_reader(BufReader::new(opened)).into_iter();
    let mut number = 0;
    for value in values {
        let documents = match value.map_err(|error| wrong(&error))? {
            Value::Array(documents) => documents,
            document => vec![document],
        };
        for document in &documents {
            number += 1;
            if !document.is_object() {
                return Err(wrong(&format!(
                    "document {number}: a document must be a JSON object"
                )));
            }
            each(document)?;
        }
    }
    Ok(())
}

fn of_user(user: &GeneratedUser) -> Value {
    json!({
        "user_id": user.user_id,
        "kind": match user.kind {
            UserKind::MobileWorker => "mobile-worker",
            UserKind::WebUser(_) => "web-user",
        },
        "username": user.username,
        "password": user.password,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": user.is_active,
        "groups": user.groups,
        "user_data": user.user_data,
    })
}

fn of_case(case: &Case) -> Value {
    let properties = case.properties.iter();
    let properties: Map<String, Value> = properties
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let referrals = case.referrals.iter().map(|referral| {
        json!({
            "referral_id": referral.referral_id,
            "type": referral.referral_type,
            "opened_on": moment::seconds(referral.opened_on),
            "modified_on": moment::seconds(referral.modified_on),
            "followup_on": referral.followup_on.map(moment::seconds),
            "closed": referral.closed,
        })
    });
    json!({
        "case_id": case.case_id,
        "type": case.case_type,
        "name": case.name,
        "owner_id": case.owner_id,
        "user_id": case.user_id,
        "external_id": case.external_id,
        "opened_on": moment::seconds(case.opened_on),
        "modified_on": moment::seconds(case.modified_on),
        "closed": case.is_closed(),
        "closed_on": case.closed_on.map(moment::seconds),
        "properties": properties,
        "referrals": referrals.collect::<Value>(),
    })
}

/// A bar on a terminal, once the work has taken a second.
struct Progress {
    total: u64,
    done: u64,
    began: Instant,
    bar: Option<ProgressBar>,
    shown: bool,
}

impl Progress {
    fn new(total: u64) -> Self {
        Self {
            total,
            done: 0,
            began: Instant::now(),
            bar: None,
            shown: std::io::stderr().is_terminal(),
        }
    }

    fn step(&mut self) {
        self.done += 1;
        // The clock is asked now and then only.
        if !self.shown || !self.done.is_multiple_of(1_024) {
            return;
        }
        match &self.bar {
            Some(bar) => bar.set_position(self.done),
            None if self.began.elapsed() > Duration::from_secs(1) => {
                let bar = ProgressBar::new(self.total).with_position(self.done);
                let style =
                    ProgressStyle::with_template("{wide_bar} {pos}/{len} forms, {eta} left");
                self.bar = Some(match style {
                    Ok(style) => bar.with_style(style),
                    Err(_) => bar,
                });
            }
            None => {}
        }
    }

    fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
