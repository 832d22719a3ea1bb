//! `hq-conformance baseline`

use std::{fs, io, num::NonZeroUsize, path::PathBuf};

use clap::Args;
use hq_conformance::{
    catalogue::selection::Selection,
    exit::Exit,
    judge::verdict::Status,
    known_failures,
    report::{gather, model::Counts},
};

use super::{Failure, checks, chosen::Chosen, examine};

/// Run a client and write its list of known failures anew.
///
/// What passes leaves the list, what fails joins it; entries that stay keep their reasons and
/// comments. The reasons of new ones have to be written by you.
#[derive(Debug, Args)]
pub(super) struct Baseline {
    #[command(flatten)]
    chosen: Chosen,
    /// The list [default: expected-failures.toml beside the manifest].
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    /// How many scenarios are played at once, those that only wait aside; as many as there are cores,
    /// and 1 for clients that say `shared`. With 1 nothing is played beside another.
    #[arg(long, env = "HQ_CONFORMANCE_JOBS", value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl Baseline {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let client = self.chosen.client()?;
        let default = || self.chosen.folder().join("expected-failures.toml");
        let file = self.expect.clone().unwrap_or_else(default);
        let named = |error| Failure::kit(format!("{}: {error}", file.display()));
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(named(error)),
        };
        // Refused before anything is played.
        known_failures::baseline::baseline(&text, &file, &[]).map_err(Failure::usage)?;

        let checks = checks()?;
        let all = Selection::default();
        let session = examine::session(&client, &checks, &all, self.jobs, |_| ())?;
        let repeat = self.chosen.repeat();
        let results = session.examined.results.iter();
        let results: Vec<_> = results
            .map(|result| gather::entry(result, &repeat))
            .collect();
        if let Some(error) = results.iter().find(|entry| entry.status == Status::Error) {
            let why = error.reasons.join("; ");
            return Err(Failure::kit(format!(
                "nothing is written, because the kit itself failed at {}: {why}",
                error.id
            )));
        }
        let (judged, of) = (Counts::of(&results).judged, checks.len());
        say!("{judged} of {of} checks judged");
        let written = known_failures::baseline::baseline(&text, &file, &results);
        let written = written.map_err(Failure::usage)?;
        for check in &written.left {
            say!("left    {check}");
        }
        for check in &written.joined {
            say!("joined  {check}");
        }
        let at = file.display();
        if written.text == text {
            say!("{at} stays as it is");
        } else if text.is_empty() && written.joined.is_empty() {
            say!("nothing fails that is a must; {at} is not written");
        } else {
            fs::write(&file, &written.text).map_err(named)?;
            let theirs = match written.joined.is_empty() {
                true => "",
                false => "; the reasons of what joined are yours to find",
            };
            say!("{at} is written{theirs}");
        }
        Ok(Exit::Conforms)
    }
}
