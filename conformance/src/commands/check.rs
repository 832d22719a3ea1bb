//! `hq-conformance check`

use std::{collections::BTreeMap, sync::Arc};

use clap::Args;
use hq_conformance::{
    catalogue::{check::Check, expectation::Expectation},
    examination::{names, not_applicable},
    exit::Exit,
    judge::verdict::Status,
    report::{console, gather},
};

use super::{
    Failure, checks,
    chosen::Chosen,
    examine::{selection, session},
};

/// Meet a client: one clean download of each operation and format, and what it teaches.
///
/// Says what was asked where no request for an export came, else what the client keeps and where; what
/// of that is wrong or should be known; and which checks will be skipped and why. `run` begins in the
/// same way.
#[derive(Debug, Args)]
pub(super) struct CheckCommand {
    #[command(flatten)]
    chosen: Chosen,
}

impl CheckCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let client = self.chosen.client()?;
        let checks = checks()?;
        let contact: Vec<_> = checks.iter().filter(|check| is_contact(check)).collect();
        let select: Vec<_> = contact.iter().map(|check| check.id.clone()).collect();
        let selection = selection(&select, &[], &names(&client, &checks))?;
        let session = session(&client, &checks, &selection, None, |_| ())?;
        for contact in &session.examined.contacts {
            println!("{contact}");
        }
        let repeat = self.chosen.repeat();
        for result in &session.examined.results {
            let entry = gather::entry(result, &repeat);
            if entry.is_bad() {
                print!("{}", console::details(&entry, &[]));
            } else if !entry.remarks.is_empty() || entry.status == Status::Skip {
                println!("{}", console::line(&entry));
                print!("{}", console::remarks(&entry));
            }
        }
        let mut skipped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, why) in not_applicable(&client, &checks) {
            skipped.entry(why).or_default().push(name);
        }
        for (why, names) in skipped {
            println!("skipped, because {why}: {}", names.join(", "));
        }
        Ok(Exit::of(&session.examined))
    }
}

/// Whether a check is about the clean download alone: that the client asks for it, and all it keeps of
/// it.
fn is_contact(check: &Arc<Check>) -> bool {
    let mut expected = check.cases.iter().flat_map(|case| &case.expect);
    expected.any(|expected| {
        matches!(
            expected,
            Expectation::AsksForTheExport | Expectation::KeepsEveryQuestion
        )
    })
}
