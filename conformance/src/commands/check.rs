//! `hq-conformance check`

use std::{collections::BTreeMap, sync::Arc};

use clap::Args;
use hq_conformance::{
    catalogue::{check::Check, expectation::Expectation},
    client::manifest::Client,
    examination::{names, not_applicable, unlocks::unlocks},
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
/// of that is wrong or should be known; which checks will be skipped and why; and what the manifest could
/// say so that more of them apply. `run` begins in the same way.
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
            say!("{contact}");
        }
        let repeat = self.chosen.repeat();
        for result in &session.examined.results {
            let entry = gather::entry(result, &repeat);
            if entry.is_bad() {
                say_part!("{}", console::details(&entry, &[]));
            } else if !entry.remarks.is_empty() || entry.status == Status::Skip {
                say!("{}", console::line(&entry));
                say_part!("{}", console::remarks(&entry));
            }
        }
        let mut skipped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, why) in not_applicable(&client, &checks) {
            skipped.entry(why).or_default().push(name);
        }
        for (why, names) in skipped {
            say!("skipped, because {why}: {}", names.join(", "));
        }
        say_part!("{}", declarations(&client, &checks));
        let contacts = session.examined.contacts.iter();
        for contact in contacts.filter(|contact| contact.trouble.is_none()) {
            for proposal in contact.proposals(&client) {
                say!("{proposal}");
            }
        }
        Ok(Exit::of(&session.examined))
    }
}

/// What the client could declare so that more checks apply, a line each.
pub(super) fn declarations(client: &Client, checks: &[Arc<Check>]) -> String {
    let unlocks = unlocks(client, checks);
    let lines = unlocks.iter().map(|unlock| {
        format!(
            "{} more {} judged with {} under [operation.{}], if {}\n",
            unlock.checks,
            if unlock.checks == 1 {
                "check is"
            } else {
                "checks are"
            },
            unlock.declaration,
            unlock.operation.name(),
            unlock.holds_if
        )
    });
    lines.collect()
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
