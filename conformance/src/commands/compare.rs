//! `hq-conformance compare`

use std::{fs, num::NonZeroUsize, path::PathBuf};

use clap::Args;
use hq_conformance::{
    client::manifest::Client,
    comparison::{Side, compared, console},
    exit::Exit,
    stories::{self, Performance},
};

use super::{Failure, examine};

/// Let two clients play the same stories and say what differs: on the wire, in outcome, in data.
///
/// Ends with 0 if nothing differs in what both can do, with 1 if something does, with 4 if they can
/// do nothing in common.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The manifest of a client, or its folder.
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The manifest of another.
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Also write it as JSON; `-` is standard output, and nothing else is printed there then.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many stories are played at once; 1 for clients that say `shared`.
    #[arg(long, env = "HQ_CONFORMANCE_JOBS", value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl Compare {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let load = |path| Client::load(path).map_err(Failure::usage);
        let (a, b) = (load(&self.a)?, load(&self.b)?);
        let stories = stories::all().map_err(Failure::kit)?;
        let jobs = examine::jobs(self.jobs)?;
        let play = |client| {
            let performed = examine::block_on(stories::perform(client, &stories, jobs))?;
            performed.map_err(examine::refused)
        };
        let (of_a, of_b) = (play(&a)?, play(&b)?);
        let comparison = compared(side(&a, &of_a), side(&b, &of_b));
        let json = serde_json::to_string_pretty(&comparison).map_err(Failure::kit)? + "\n";
        let text = console::write(&comparison);
        match self.json {
            Some(file) if file.as_os_str() == "-" => {
                say_part!("{json}");
                eprint!("{text}");
            }
            Some(file) => {
                fs::write(&file, json).map_err(|error| {
                    Failure::kit(format!("{}: cannot be written: {error}", file.display()))
                })?;
                say_part!("{text}");
            }
            None => say_part!("{text}"),
        }
        Ok(if comparison.plays.is_empty() {
            Exit::NothingJudged
        } else if comparison.is_same() {
            Exit::Conforms
        } else {
            Exit::Broken
        })
    }
}

fn side<'a>(client: &'a Client, performances: &'a [Performance]) -> Side<'a> {
    Side {
        name: &client.name,
        here: &client.here,
        performances,
    }
}
