//! `hq-conformance read-xls`: the child that reads a workbook of the old format, within limits.

use std::{
    io::{self, Read as _, Write as _},
    process::ExitCode,
};

use hq_conformance::evidence::old_workbook;
use rustix::process::{Resource, Rlimit, setrlimit};

/// Seconds of work, and bytes of memory.
const SECONDS: u64 = 10;
const MEMORY: u64 = 1 << 30;

/// Reads a workbook from standard input and prints its sheets as JSON.
pub(super) fn run() -> ExitCode {
    for (resource, most) in [(Resource::Cpu, SECONDS), (Resource::As, MEMORY)] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // A wish: where the system refuses, the parent's patience still holds.
        let _ = setrlimit(resource, limit);
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    let sheets = read
        .map_err(|error| error.to_string())
        .and_then(|_| old_workbook::sheets(bytes));
    match sheets {
        Ok(sheets) if io::stdout().write_all(sheets.as_bytes()).is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
