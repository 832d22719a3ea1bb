//! The command line, one file per command.
//!
//! Exit codes: 0 all well, 1 the work failed, 2 the arguments or the world make no sense.

/// Prints to standard output; see [`fakehq::terminal::print`].
macro_rules! say_part {
    ($($text:tt)*) => {
        fakehq::terminal::print(1, format_args!($($text)*))
    };
}

mod aside;
mod choices;
mod completions;
mod documents;
mod ending;
mod from_export;
mod generate;
mod output;
mod quirks;
mod render;
mod request_log;
mod serve;
mod tls;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// A fake CommCare HQ for testing clients of its export API.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server.
    Serve(serve::Serve),
    Render(render::Render),
    Generate(generate::Generate),
    FromExport(from_export::FromExport),
    /// List the edge behaviours and what each profile chooses.
    Quirks {
        /// Everything about each of them, as a Markdown page.
        #[arg(long)]
        page: bool,
    },
    /// Explain one edge behaviour.
    Explain {
        /// The id of a quirk: `empty-export`.
        id: String,
    },
    /// Print what a shell needs to complete this command line.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the man page.
    Man,
}

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The arguments or files given make no sense.
    #[error("{0}")]
    Usage(String),
    /// The work could not be done.
    #[error("{0}")]
    Work(String),
    /// Standard output was closed by whoever read it.
    #[error("standard output is closed")]
    Closed,
}

/// Runs the command of the process's arguments.
pub(crate) fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(serve) => serve.run(),
        Command::Render(render) => render.run(),
        Command::Generate(generate) => generate.run(),
        Command::FromExport(from_export) => from_export.run(),
        Command::Quirks { page: false } => {
            say_part!("{}", quirks::table());
            Ok(())
        }
        Command::Quirks { page: true } => {
            say_part!("{}", quirks::page());
            Ok(())
        }
        Command::Completions { shell } => completions::completions(shell),
        Command::Man => completions::man(),
        Command::Explain { id } => quirks::explained(&id).map(|text| say_part!("{text}")),
    };
    match done {
        // Whoever reads our output has seen enough: `fakehq generate | head`.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("fakehq: {failure}");
            match failure {
                Failure::Usage(_) => ExitCode::from(2),
                Failure::Work(_) | Failure::Closed => ExitCode::FAILURE,
            }
        }
    }
}
