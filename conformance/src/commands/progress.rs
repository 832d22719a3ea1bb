//! What is seen while checks run: in a terminal a line that changes and each result that is no pass,
//! elsewhere the results alone.

use std::io::{self, IsTerminal as _};

use hq_conformance::{
    judge::verdict::Status,
    report::{console, model::Entry},
};
use indicatif::{ProgressBar, ProgressStyle};

/// Tells of results as they come.
pub(super) struct Progress {
    bar: ProgressBar,
    verbose: bool,
    to_stderr: bool,
}

impl Progress {
    /// For so many results. `verbose` tells of passes and skips too; `to_stderr` leaves standard
    /// output to a report.
    pub(super) fn new(results: usize, verbose: bool, to_stderr: bool) -> Self {
        let bar = if io::stderr().is_terminal() {
            ProgressBar::new(results as u64)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self {
            bar,
            verbose,
            to_stderr,
        }
    }

    /// A result came.
    pub(super) fn told(&self, entry: &Entry) {
        let quiet = matches!(entry.status, Status::Pass | Status::Skip);
        if self.verbose || !quiet {
            let remarks = match self.verbose {
                true => console::remarks(entry),
                false => String::new(),
            };
            let told = console::line(entry) + "\n" + &remarks;
            self.bar.suspend(|| self.say(told.trim_end()));
        }
        self.bar.set_message(entry.id.clone());
        self.bar.inc(1);
    }

    /// No more will come.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// A text for the person at the terminal.
    pub(super) fn say(&self, text: &str) {
        if self.to_stderr {
            eprintln!("{text}");
        } else {
            say!("{text}");
        }
    }
}
