//! `fakehq completions SHELL` and `fakehq man`

use std::io;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Arguments, Failure};

/// Prints what a shell needs to complete this command line.
pub(super) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // Into memory first: the library panics where its output is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    put(&script)
}

/// Prints the man page.
pub(super) fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(Arguments::command());
    man.render(&mut page).map_err(failed)?;
    put(&page)
}

fn put(text: &[u8]) -> Result<(), Failure> {
    say_part!("{}", String::from_utf8_lossy(text));
    Ok(())
}

fn failed(error: io::Error) -> Failure {
    Failure::Work(error.to_string())
}
