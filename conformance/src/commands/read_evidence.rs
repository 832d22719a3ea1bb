//! `hq-conformance read-evidence`: the process that reads what clients left behind.

use std::process::ExitCode;

use hq_conformance::evidence::reader_process;

/// Serves readings until nobody asks any more.
pub(super) fn run() -> ExitCode {
    match reader_process::serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
