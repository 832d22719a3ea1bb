//! `hq-conformance reference`: the kit's own client.
//!
//! Exit codes: 0 everything is kept or there was nothing new, 1 something failed, 2 usage.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Args;
use hq_conformance::reference::{
    bug::Bug,
    client::{self, Done},
    failure::Failure,
    settings::Settings,
};

/// Download exports and keep them; or read files that are there.
#[derive(Debug, Args)]
pub(super) struct Reference {
    #[command(flatten)]
    settings: Option<Settings>,
    /// List the bugs that `--bug` can switch on.
    #[arg(long, exclusive = true)]
    bugs: bool,
}

impl Reference {
    pub(super) fn run(self) -> ExitCode {
        if self.bugs {
            return list();
        }
        let Some(settings) = self.settings else {
            eprintln!(
                "hq-conformance reference: say what to do: form-export, custom-export, case-export or read-file"
            );
            return ExitCode::from(2);
        };
        let runtime = match tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        {
            Ok(runtime) => runtime,
            Err(error) => return failed(&error),
        };
        let mut code = ExitCode::SUCCESS;
        let told = |export: &str, done: Result<Done, Failure>| match done {
            Ok(Done::Kept) => say!("kept {export}"),
            Ok(Done::NothingNew) => say!("nothing new in {export}"),
            Err(failure) => {
                eprintln!("{export}: {failure}");
                code = ExitCode::FAILURE;
            }
        };
        match runtime.block_on(client::run(&settings, told)) {
            Ok(()) => code,
            Err(Failure::Usage(what)) => {
                eprintln!("hq-conformance reference: {what}");
                ExitCode::from(2)
            }
            Err(failure) => failed(&failure),
        }
    }
}

fn list() -> ExitCode {
    let mut out = io::stdout().lock();
    for bug in Bug::ALL {
        // A reader may have seen enough.
        if writeln!(out, "{:<28} {}", bug.name(), bug.description()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("hq-conformance reference: {error}");
    ExitCode::FAILURE
}
