//! `hq-conformance completions SHELL` and `hq-conformance man`

use clap::CommandFactory as _;
use clap_complete::Shell;
use hq_conformance::exit::Exit;

use super::{Arguments, Failure};

/// Prints what a shell needs to complete this command line.
pub(super) fn completions(shell: Shell) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // Into memory first: the library panics where its output is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    put(&script)
}

/// Prints the man page.
pub(super) fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(Arguments::command());
    man.render(&mut page).map_err(Failure::kit)?;
    put(&page)
}

fn put(text: &[u8]) -> Result<Exit, Failure> {
    say_part!("{}", String::from_utf8_lossy(text));
    Ok(Exit::Conforms)
}
