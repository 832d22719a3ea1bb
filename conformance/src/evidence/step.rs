//! What is read after a step: `{out}`, `{state}`, the working folder, the dump, and standard output
//! if it is declared.

use std::path::Path;

use super::reading::{Evidence, Limits, Reading};
use crate::client::{
    folders::StepFolders,
    manifest::{OperationRules, Output},
    run::ClientRun,
};

/// Reads what a client holds after a step. Standard error and declared logs are no evidence, and
/// neither is standard output unless the manifest says that data appear there.
///
/// Places begin with `out`, `state`, `cwd`, `dump` or `stdout`. The working folder is the fresh one:
/// `curl -O` keeps what it gets there. `kit` is the program of the kit; see [`Reading::with_kit`].
#[must_use]
pub fn after_step(
    folders: &StepFolders,
    rules: &OperationRules,
    run: &ClientRun,
    kit: &Path,
) -> Evidence {
    let mut reading = Reading::new(Limits::default()).with_kit(kit);
    reading.folder("out", &folders.out, &rules.logs);
    reading.folder("state", &folders.state, &rules.logs);
    reading.folder("cwd", &folders.cwd, &rules.logs);
    if rules.dump.is_some() {
        reading.folder("dump", &folders.dump, &rules.logs);
    }
    if rules.output == Output::Stdout {
        reading.bytes("stdout", &run.stdout.kept, run.stdout.total);
    }
    reading.finish()
}
