//! `hq-conformance run`

use std::{ffi::OsString, path::Path};

use clap::Args;
use fakehq::nearest::nearest;
use hq_conformance::{
    catalogue::selection::Selection,
    client::manifest::Client,
    examination::{Refused, examine, names},
    exit::Exit,
    report::{console, repeat::Repeat},
};

use super::{Failure, checks};

/// Run a client through the checks.
///
/// The client is a manifest, or a command behind `--` with placeholders such as {url}, {username},
/// {password}, {out} and {state}.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The manifest of a client, or a folder with a `client.toml`.
    #[arg(value_name = "MANIFEST", conflicts_with_all = ["shell", "command"])]
    manifest: Option<std::path::PathBuf>,
    /// A line for the shell instead of a command, where a pipe is wanted.
    #[arg(long, value_name = "LINE", conflicts_with = "command")]
    shell: Option<OsString>,
    /// How many scenarios are played at once; 1 for clients that say `shared`.
    #[arg(long, env = "HQ_CONFORMANCE_JOBS", value_name = "N")]
    jobs: Option<usize>,
    /// Only the results this glob takes: `tokens/*`, `tokens/clean@form-export.json`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    select: Vec<String>,
    /// Not the results this glob takes. May be repeated.
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// The client's command: a program and its arguments.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Run {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let client = self.client()?;
        let checks = checks()?;
        let selection = self.selection(&names(&client, &checks))?;
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.jobs.unwrap_or_else(cores);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(Failure::kit)?;
        let say = |result: &_| println!("{}", console::line(result));
        let examined = runtime
            .block_on(examine(&client, &checks, &selection, jobs, say))
            .map_err(|refused| match refused {
                Refused::Command(_) => Failure::usage(refused),
                Refused::Stage(_) | Refused::Kit(_) => Failure::kit(refused),
            })?;
        print!("{}", console::summary(&examined, &self.repeat()));
        Ok(Exit::of(&examined))
    }

    /// What is wanted of the results that are possible.
    fn selection(&self, possible: &[String]) -> Result<Selection, Failure> {
        let selection = Selection::new(&self.select, &self.skip).map_err(Failure::usage)?;
        if possible.is_empty() {
            return Ok(selection);
        }
        if let Some(glob) = selection.idle(possible) {
            let ids = possible.iter().filter_map(|name| name.split('@').next());
            let hint = nearest(glob, ids)
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(Failure::usage(format!(
                "no check of this client matches `{glob}`{hint} `hq-conformance list` lists the \
                 checks"
            )));
        }
        if !possible.iter().any(|name| selection.takes(name)) {
            return Err(Failure::usage(
                "nothing is left to run: --skip takes all that --select asks for",
            ));
        }
        Ok(selection)
    }

    /// How this run was asked for, for the commands the report proposes.
    fn repeat(&self) -> Repeat {
        let text = |word: &OsString| word.to_string_lossy().into_owned();
        match (&self.manifest, &self.shell) {
            (Some(path), _) => Repeat::Manifest(path.display().to_string()),
            (None, Some(line)) => Repeat::Shell(text(line)),
            (None, None) => Repeat::Command(self.command.iter().map(text).collect()),
        }
    }

    fn client(&self) -> Result<Client, Failure> {
        let start = std::env::current_dir().map_err(Failure::kit)?;
        if let Some(manifest) = &self.manifest {
            return load(manifest);
        }
        if let Some(line) = &self.shell {
            return Client::from_shell(line, &start).map_err(Failure::usage);
        }
        if self.command.is_empty() {
            return Err(Failure::usage(
                "no client given; name a manifest (run conformance/clients/curl/client.toml) or a \
                 command behind -- (run -- sh {here}/export.sh {url} {out})",
            ));
        }
        Client::from_command(self.command.clone(), &start).map_err(Failure::usage)
    }
}

fn load(manifest: &Path) -> Result<Client, Failure> {
    Client::load(manifest).map_err(Failure::usage)
}
