//! `hq-conformance run`

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use clap::Args;
use hq_conformance::{
    catalogue,
    exit::Exit,
    known_failures::list::List,
    report::{console, gather},
};

use super::{
    Failure, checks,
    chosen::Chosen,
    examine::{no_match, selection, session},
    progress::Progress,
    reports::Reports,
    snapshots,
};

/// Run a client through the checks and judge it.
///
/// The client is a manifest, or a command behind `--` with placeholders such as {url}, {username},
/// {password}, {out} and {state}.
#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    chosen: Chosen,
    /// How many scenarios are played at once, those that only wait aside; as many as there are cores,
    /// and 1 for clients that say `shared`. With 1 nothing is played beside another.
    #[arg(long, env = "HQ_CONFORMANCE_JOBS", value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Only the results this glob takes: `tokens/*`, `tokens/clean@form-export.json`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    select: Vec<String>,
    /// Not the results this glob takes. May be repeated.
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// A file of known failures: they do not count, and one that passes is an error.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    /// Refuse to run with another edition of the checks than this one.
    #[arg(long, value_name = "REVISION")]
    revision: Option<String>,
    /// Fail if fewer checks than this are judged.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_checks: usize,
    /// Also compare what the client produces with the snapshots beside its manifest.
    #[arg(long)]
    snapshots: bool,
    /// A line for every result, passes and skips included.
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    reports: Reports,
}

impl Run {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        self.reports.check()?;
        demand(self.revision.as_deref())?;
        let client = self.chosen.client()?;
        let checks = checks()?;
        let possible = hq_conformance::examination::names(&client, &checks);
        let selection = selection(&self.select, &self.skip, &possible)?;
        let known = known(self.expect.as_deref(), &possible)?;
        let repeat = self.chosen.repeat();
        let wanted = possible.iter().filter(|name| selection.takes(name)).count();
        let progress = Progress::new(wanted, self.verbose, self.reports.take_stdout());
        let done = |result: &_| {
            let mut entry = [gather::entry(result, &repeat)];
            known.mark(&mut entry);
            progress.told(&entry[0]);
        };
        let session = session(&client, &checks, &selection, self.jobs, done)?;
        progress.end();
        if self.verbose {
            for contact in &session.examined.contacts {
                progress.say(&contact.to_string());
            }
        }
        let snapshots = match self.snapshots {
            true => snapshots::taken(&client, &self.chosen, self.jobs)?,
            false => Vec::new(),
        };
        let circumstances = gather::Circumstances {
            repeat: &repeat,
            catalogue: checks.len(),
            started: session.started,
            took: session.took,
            known: &known,
            min_checks: self.min_checks,
            snapshots,
        };
        let report = circumstances.report(&session.examined);
        self.reports.write(&report)?;
        progress.say(console::summary(&report).trim_end());
        Ok(report.exit)
    }
}

/// Refuses another edition of the checks than the one demanded.
fn demand(revision: Option<&str>) -> Result<(), Failure> {
    let held = catalogue::revision();
    match revision {
        Some(wanted) if wanted != held => Err(Failure::usage(format!(
            "--revision wants the checks of revision {wanted}, this kit holds revision {held}; \
             install the kit that holds it, or read what changed and demand {held}"
        ))),
        _ => Ok(()),
    }
}

/// The known failures of a file, each of which is about some result of the client.
pub(super) fn known(file: Option<&Path>, possible: &[String]) -> Result<List, Failure> {
    let Some(file) = file else {
        return Ok(List::default());
    };
    let list = List::load(file).map_err(Failure::usage)?;
    let idle = list.idle(possible).next().map(str::to_owned);
    match idle {
        Some(glob) if !possible.is_empty() => {
            let Failure { message, .. } = no_match(&glob, possible);
            Err(Failure::usage(format!("{}: {message}", file.display())))
        }
        _ => Ok(list),
    }
}
