//! Where reports go: `--report FORMAT=FILE`.

use std::{
    env,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use clap::Args;
use hq_conformance::report::{format::Wanted, model::Report};

use super::Failure;

/// The reports that are wanted besides the one in the terminal.
#[derive(Debug, Args)]
pub(super) struct Reports {
    /// Also write a report: json, junit, tap, markdown, html or console, and where to, `-` for
    /// standard output. May be repeated.
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    wanted: Vec<Wanted>,
}

impl Reports {
    /// Refuses what cannot work, before anything is played.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let to_stdout = self.wanted.iter().filter(|wanted| wanted.file.is_none());
        if to_stdout.count() > 1 {
            return Err(Failure::usage(
                "two reports to standard output would run into each other; give one of them a file",
            ));
        }
        for file in self.wanted.iter().filter_map(|wanted| wanted.file.as_ref()) {
            let folder = file.parent().filter(|folder| *folder != Path::new(""));
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                return Err(Failure::usage(format!(
                    "--report {}: there is no folder {}",
                    file.display(),
                    folder.display()
                )));
            }
        }
        Ok(())
    }

    /// Whether standard output belongs to a report for programs.
    pub(super) fn take_stdout(&self) -> bool {
        self.wanted.iter().any(|wanted| wanted.file.is_none())
    }

    /// Writes them.
    pub(super) fn write(&self, report: &Report) -> Result<(), Failure> {
        for Wanted { format, file } in &self.wanted {
            let text = format.write(report);
            match file {
                None => say_part!("{text}"),
                Some(file) => put(file, &text).map_err(|error| {
                    Failure::kit(format!("{}: cannot be written: {error}", file.display()))
                })?,
            }
        }
        Ok(())
    }
}

/// Writes a file; the summary of a CI step is a file of the service's to which steps add.
fn put(file: &Path, text: &str) -> io::Result<()> {
    let summary = env::var_os("GITHUB_STEP_SUMMARY");
    if summary.is_some_and(|summary| Path::new(&summary) == file) {
        let mut file = OpenOptions::new().append(true).create(true).open(file)?;
        return file.write_all(text.as_bytes());
    }
    fs::write(file, text)
}
