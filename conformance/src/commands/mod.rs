//! The command line, one file per command.

/// Prints a line to standard output; see [`fakehq::terminal::print`].
macro_rules! say {
    () => {
        fakehq::terminal::print(5, format_args!("\n"))
    };
    ($($text:tt)*) => {
        fakehq::terminal::print(5, format_args!("{}\n", format_args!($($text)*)))
    };
}

/// As [`say`], without the end of the line.
macro_rules! say_part {
    ($($text:tt)*) => {
        fakehq::terminal::print(5, format_args!($($text)*))
    };
}

mod attend;
mod baseline;
mod check;
mod chosen;
mod compare;
mod completions;
mod examine;
mod explain;
mod init;
mod progress;
mod read_evidence;
mod reference;
mod reports;
mod repro;
mod run;
mod signals;
mod snapshots;

use std::{process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use hq_conformance::{
    catalogue::{self, check::Check},
    exit::Exit,
};

/// Runs any client of the CommCare HQ export API against a fake HQ and judges what it did.
///
/// Exit codes: 0 the client conforms, 1 a must is broken, 2 usage, 3 a listed known failure passes
/// now, 4 nothing was judged or less than demanded, 5 the kit itself failed, 6 only snapshots differ.
/// Where several apply, the first of 5, 2, 4, 1, 3, 6.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Check(check::CheckCommand),
    /// The kit's own client, with bugs to switch on; for testing the kit.
    #[command(hide = true, args_override_self = true)]
    Reference(reference::Reference),
    /// Reads what clients left behind, as told on standard input; the kit calls itself so.
    #[command(hide = true, name = hq_conformance::evidence::reader_process::COMMAND)]
    ReadEvidence,
    /// Clears up where the kit is killed; the kit calls itself so.
    #[command(hide = true, name = hq_conformance::client::watcher::COMMAND)]
    KeepWatch {
        /// How the marks of the kit's runs begin.
        marks: String,
    },
    Repro(repro::Repro),
    Baseline(baseline::Baseline),
    Review(snapshots::Review),
    Accept(snapshots::Accept),
    Compare(compare::Compare),
    Attend(attend::Attend),
    Init(init::Init),
    /// List the checks.
    List {
        /// Write them as pages of the documentation into this folder.
        #[arg(long, value_name = "DIR")]
        pages: Option<std::path::PathBuf>,
    },
    /// Print what a shell needs to complete this command line.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the man page.
    Man,
    /// Explain one check, and how to mend a client that breaks it.
    Explain {
        /// A check, or a result as a report names it: `tokens/clean@form-export.csv`.
        id: String,
    },
}

/// Why a command ended early.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    fn usage(message: impl ToString) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.to_string(),
        }
    }

    fn kit(message: impl ToString) -> Self {
        Self {
            exit: Exit::KitFailed,
            message: message.to_string(),
        }
    }
}

/// Runs the command of the process's arguments.
pub(crate) fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(run) => run.run(),
        Command::Check(check) => check.run(),
        Command::Reference(reference) => return reference.run(),
        Command::ReadEvidence => return read_evidence::run(),
        Command::KeepWatch { marks } => {
            hq_conformance::client::watcher::keep_watch(std::io::stdin().lock(), &marks);
            return ExitCode::SUCCESS;
        }
        Command::Repro(repro) => repro.run(),
        Command::Baseline(baseline) => baseline.run(),
        Command::Review(review) => review.run(),
        Command::Accept(accept) => accept.run(),
        Command::Compare(compare) => compare.run(),
        Command::Attend(attend) => attend.run(),
        Command::Init(init) => init.run(),
        Command::List { pages } => explain::list(pages.as_deref()),
        Command::Completions { shell } => completions::completions(shell),
        Command::Man => completions::man(),
        Command::Explain { id } => explain::explain(&id),
    };
    match done {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            eprintln!("hq-conformance: {}", failure.message);
            ExitCode::from(failure.exit.code())
        }
    }
}

fn checks() -> Result<Vec<Arc<Check>>, Failure> {
    let checks = catalogue::all().map_err(Failure::kit)?;
    Ok(checks.into_iter().map(Arc::new).collect())
}
