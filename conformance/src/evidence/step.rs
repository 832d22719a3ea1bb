//! What is read after a step: `{out}`, `{state}`, the working folder, the dump, and standard output
//! if it is declared.

use globset::Glob;

use super::{
    reader_process::{Asked, CannotRead, Folder, Printed, Readers},
    reading::{Evidence, Limits, Reading},
};
use crate::client::{
    folders::StepFolders,
    manifest::{OperationRules, Output},
    run::ClientRun,
};

/// Reads what a client holds after a step. Standard error and declared logs are no evidence, and
/// neither is standard output unless the manifest says that data appear there.
///
/// Places begin with `out`, `state`, `cwd`, `dump` or `stdout`. The working folder is the fresh one:
/// `curl -O` keeps what it gets there. A program that only uses this library is no reader; it reads by
/// itself then, and opens no workbooks of the old format.
///
/// # Errors
/// The readers cannot be started: the kit's own trouble.
pub fn after_step(
    readers: &Readers,
    folders: &StepFolders,
    rules: &OperationRules,
    run: &ClientRun,
) -> Result<Evidence, CannotRead> {
    let mut places = vec![
        ("out", &folders.out),
        ("state", &folders.state),
        ("cwd", &folders.cwd),
    ];
    if rules.dump.is_some() {
        places.push(("dump", &folders.dump));
    }
    let logs = rules.logs.iter().map(|log| log.glob().to_owned());
    let logs: Vec<_> = logs.collect();
    let folder = |(label, path): (&str, &std::path::PathBuf)| Folder {
        label: label.to_owned(),
        path: path.clone(),
        logs: logs.clone(),
    };
    let printed = (rules.output == Output::Stdout).then(|| Printed {
        label: "stdout".to_owned(),
        kept: run.stdout.kept.clone(),
        total: run.stdout.total,
    });
    let asked = Asked {
        folders: places.into_iter().map(folder).collect(),
        printed,
        ..Asked::default()
    };
    Ok(match readers.read(asked.clone())? {
        Some(evidence) => evidence,
        None => here(&asked),
    })
}

/// Reads in this process.
fn here(asked: &Asked) -> Evidence {
    read(asked, Reading::new(Limits::default()))
}

/// Reads what is asked for.
pub(super) fn read(asked: &Asked, mut reading: Reading<'_>) -> Evidence {
    for folder in &asked.folders {
        let logs = folder.logs.iter().filter_map(|log| Glob::new(log).ok());
        let logs: Vec<_> = logs.collect();
        reading.folder(&folder.label, &folder.path, &logs);
    }
    if let Some(printed) = &asked.printed {
        reading.bytes(&printed.label, &printed.kept, printed.total);
    }
    reading.finish()
}
