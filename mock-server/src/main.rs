//! `fakehq`: arguments go to the library, nothing else.

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}
