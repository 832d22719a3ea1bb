//! What a manifest could say so that more checks apply.

use std::{ffi::OsString, sync::Arc};

use fakehq::file_format::Format;

use super::instance::instances;
use crate::{
    catalogue::check::Check,
    client::manifest::{Client, Columns, Keeps, Operation, OperationRules, TokenUse},
};

/// A declaration, and what it would be good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlock {
    /// The table of the manifest it belongs to.
    pub operation: Operation,
    /// As it is written there.
    pub declaration: String,
    /// What has to be true of the client.
    pub holds_if: &'static str,
    /// How many more checks could be judged.
    pub checks: usize,
}

/// Something a table could say, and how it says so.
type Candidate = (&'static str, &'static str, fn(&mut OperationRules));

/// What one table may declare.
const CANDIDATES: [Candidate; 7] = [
    (
        "keeps = \"merged\"",
        "it adds each download to one growing store",
        |rules| rules.keeps = Some(Keeps::Merged),
    ),
    (
        "columns = \"all\"",
        "it is meant to keep every column",
        |rules| rules.columns = Columns::All,
    ),
    (
        "opens = true",
        "it reads or unpacks what it downloads",
        |rules| rules.opens = true,
    ),
    (
        "token = \"kept\"",
        "it keeps export tokens in {state}",
        |rules| rules.token = Some(TokenUse::Kept),
    ),
    (
        "with_size = [...]",
        "it can ask for shorter headers",
        |rules| rules.with_size = some(),
    ),
    (
        "with_errors = [...]",
        "it can ask for duplicates and errors",
        |rules| rules.with_errors = some(),
    ),
    (
        "with_closed = [...]",
        "it can ask for closed cases",
        |rules| rules.with_closed = some(),
    ),
];

fn some() -> Option<Vec<OsString>> {
    Some(Vec::new())
}

/// What a client could declare, and how many more checks could be judged then, the most first. What it
/// says already, or what changes nothing, is left out.
#[must_use]
pub fn unlocks(client: &Client, checks: &[Arc<Check>]) -> Vec<Unlock> {
    let judged = judged(client, checks);
    let mut found = Vec::new();
    for (operation, rules) in &client.operations {
        let mut propose = |declaration: String, holds_if, declared: OperationRules| {
            let mut client = client.clone();
            client.operations.insert(*operation, declared);
            let more = self::judged(&client, checks).saturating_sub(judged);
            if more > 0 {
                found.push(Unlock {
                    operation: *operation,
                    declaration,
                    holds_if,
                    checks: more,
                });
            }
        };
        for (declaration, holds_if, declare) in CANDIDATES {
            let mut declared = rules.clone();
            declare(&mut declared);
            if declared != *rules {
                propose(declaration.to_owned(), holds_if, declared);
            }
        }
        for format in Format::ALL {
            let mut declared = rules.clone();
            declared.formats = super::formats(rules).to_vec();
            if !declared.formats.contains(&format) {
                declared.formats.push(format);
                let declaration = format!("formats: also {:?}", format.name());
                propose(
                    declaration,
                    "it can ask for that format, or read it",
                    declared,
                );
            }
        }
    }
    found.sort_by_key(|unlock| std::cmp::Reverse(unlock.checks));
    found
}

/// How many checks can be judged in some operation and format, as far as the manifest tells.
fn judged(client: &Client, checks: &[Arc<Check>]) -> usize {
    let instances = instances(client, checks);
    let judged = instances
        .iter()
        .filter(|instance| instance.why_not(client).is_none());
    let mut ids: Vec<_> = judged.map(|instance| instance.check.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}
