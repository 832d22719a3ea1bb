//! `hq-conformance attend`

use std::{
    io::{self, BufRead as _, Write as _},
    thread,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use fakehq::{
    file_format::Format,
    input::span::{NoSpan, Span},
};
use hq_conformance::{
    attendance::Attendance,
    client::manifest::Operation,
    examination::Examined,
    exit::Exit,
    known_failures::list::List,
    play::person::{Invitation, Person},
    report::{console, gather::Circumstances, repeat::Repeat},
};
use jiff::Timestamp;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::{Failure, checks, examine, reports::Reports};

/// Wait while a person or a program with windows does the requests, then judge the wire.
///
/// Prints an address and an account. Press Enter after each download; the end of the input, or of
/// the time, ends the wait as well.
#[derive(Debug, Args)]
pub(super) struct Attend {
    /// What is to be downloaded.
    #[arg(long, value_enum, default_value = "form-export")]
    operation: Downloaded,
    /// In which format: csv, xlsx, xls, html, json, raw.
    #[arg(long, default_value = "csv")]
    format: Format,
    /// How many downloads there will be; a form arrives between two.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    downloads: u8,
    /// Export tokens are kept between downloads, so that they are judged too.
    #[arg(long)]
    token: bool,
    /// How long each download is waited for: seconds, or 90s, 10m, 2h.
    #[arg(long, value_name = "TIME", default_value = "600", value_parser = wait)]
    wait: Duration,
    #[command(flatten)]
    reports: Reports,
}

/// The operations a person can be asked for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Downloaded {
    #[value(name = "form-export")]
    Form,
    #[value(name = "custom-export")]
    Custom,
    #[value(name = "case-export")]
    Case,
}

/// A time to wait: a bare number is seconds.
fn wait(word: &str) -> Result<Duration, NoSpan> {
    match word.parse() {
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
        Err(_) => word.parse().map(Span::wait),
    }
}

impl Attend {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        self.reports.check()?;
        let checks = checks()?;
        let operation = match self.operation {
            Downloaded::Form => Operation::FormExport,
            Downloaded::Custom => Operation::CustomExport,
            Downloaded::Case => Operation::CaseExport,
        };
        let downloads = usize::from(self.downloads);
        let attendance = Attendance::new(operation, self.format, downloads, self.token);
        let attendance = attendance.map_err(Failure::kit)?;
        let (started, clock) = (Timestamp::now(), Instant::now());
        let examined = examine::block_on(self.attended(&attendance, &checks))?;
        let circumstances = Circumstances {
            repeat: &Repeat::Attended,
            catalogue: checks.len(),
            started,
            took: clock.elapsed(),
            known: &List::default(),
            min_checks: 0,
            snapshots: Vec::new(),
        };
        let report = circumstances.report(&examined?);
        self.reports.write(&report)?;
        let mut text = String::new();
        for entry in &report.results {
            text.push_str(&console::line(entry));
            text.push('\n');
        }
        self.say(&(text + &console::summary(&report)));
        Ok(report.exit)
    }

    /// Invites, waits and judges.
    async fn attended(
        &self,
        attendance: &Attendance,
        checks: &[std::sync::Arc<hq_conformance::catalogue::check::Check>],
    ) -> Result<Examined, Failure> {
        let (invite, mut invited) = unbounded_channel::<Invitation>();
        let (finish, finished) = unbounded_channel();
        let (enter, mut entered) = unbounded_channel();
        listen(enter);
        let person = Person::new(invite, finished);
        let judged = attendance.judged(checks, &person);
        let waiting = async {
            let mut number = 0;
            while let Some(invitation) = invited.recv().await {
                number += 1;
                self.say(&self.invitation(&invitation, number));
                let time = self.wait;
                // Enter, the end of the input and the end of the time are all one.
                let _ = tokio::time::timeout(time, entered.recv()).await;
                if finish.send(()).is_err() {
                    break;
                }
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            examined = judged => examined.map_err(examine::refused),
            () = waiting => Err(Failure::kit("nobody waits any more")),
        }
    }

    fn invitation(&self, invitation: &Invitation, number: u8) -> String {
        let Invitation {
            base_url,
            domain,
            url,
            login,
        } = invitation;
        let (of, wait) = (self.downloads, self.wait.as_secs());
        let what = if number == 1 {
            format!(
                "project space {domain}\n  export    {url}\n  listing   \
                 {base_url}/a/{domain}/data/excel_export_data/\n  user      {}\n  password  {}\n",
                login.username, login.password
            )
        } else {
            "a new form has arrived\n".to_owned()
        };
        format!(
            "{what}download {number} of {of}: fetch the export, then press Enter ({wait} s at most)\n"
        )
    }

    /// A text for the person; standard output may belong to a report.
    fn say(&self, text: &str) {
        if self.reports.take_stdout() {
            eprint!("{text}");
        } else {
            say_part!("{text}");
            // The person has to see it before anything is waited for.
            let _ = io::stdout().flush();
        }
    }
}

/// Says so each time a line is entered; the end of the input closes the line.
fn listen(enter: UnboundedSender<()>) {
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if line.is_err() || enter.send(()).is_err() {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_spans() {
        for (word, seconds) in [("600", 600), ("90s", 90), ("5m", 300), ("2h", 7_200)] {
            assert_eq!(wait(word), Ok(Duration::from_secs(seconds)), "{word}");
        }
        assert!(wait("5x").is_err());
    }
}
