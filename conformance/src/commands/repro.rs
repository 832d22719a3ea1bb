//! `hq-conformance repro`

use std::num::NonZeroUsize;

use clap::Args;
use hq_conformance::{
    exit::Exit,
    known_failures::list::List,
    report::{console, gather},
};

use super::{Failure, checks, chosen::Chosen, examine};

/// Make one result again, and tell all about it.
///
/// The name of the result stands in every report: `tokens/clean@form-export.csv`.
#[derive(Debug, Args)]
pub(super) struct Repro {
    /// The whole name of a result.
    #[arg(value_name = "RESULT")]
    id: String,
    #[command(flatten)]
    chosen: Chosen,
}

/// There is no result of this name; where it is that of a check, there may be several.
fn unknown(id: &str, possible: &[String]) -> Failure {
    let of_check = |name: &&String| name.split('@').next() == Some(id);
    let results: Vec<_> = possible.iter().filter(of_check).cloned().collect();
    match results.as_slice() {
        [] => examine::no_match(id, possible),
        results => Failure::usage(format!(
            "`{id}` is a check; name one of its results: {}",
            results.join(", ")
        )),
    }
}

impl Repro {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let client = self.chosen.client()?;
        let checks = checks()?;
        let possible = hq_conformance::examination::names(&client, &checks);
        if !possible.contains(&self.id) {
            return Err(unknown(&self.id, &possible));
        }
        let selection = examine::selection(std::slice::from_ref(&self.id), &[], &possible)?;
        let session = examine::session(
            &client,
            &checks,
            &selection,
            Some(NonZeroUsize::MIN),
            |_| (),
        )?;
        let repeat = self.chosen.repeat();
        let circumstances = gather::Circumstances {
            repeat: &repeat,
            catalogue: checks.len(),
            started: session.started,
            took: session.took,
            known: &List::default(),
            min_checks: 0,
            snapshots: Vec::new(),
        };
        let report = circumstances.report(&session.examined);
        for entry in &report.results {
            say!("{}", console::line(entry));
        }
        for entry in &report.results {
            say_part!("{}", console::details(entry, &[]));
        }
        say_part!("\n{}", console::outcome(&report));
        Ok(report.exit)
    }
}
