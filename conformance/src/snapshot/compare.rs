//! Views against the store.

use std::{collections::BTreeMap, io};

use similar::TextDiff;

use super::store::Store;
use crate::report::model::SnapshotDifference;

/// What is not as approved among the views, by name. Where `write` says so, what was found waits in
/// the store for a decision, and what has become as approved waits no longer.
///
/// # Errors
/// The store cannot be read or written.
pub fn compare(
    store: &Store,
    views: &BTreeMap<String, String>,
    write: bool,
) -> io::Result<Vec<SnapshotDifference>> {
    let mut differences = Vec::new();
    for (name, found) in views {
        let approved = store.approved(name)?;
        if approved.as_ref() == Some(found) {
            if write {
                store.reject(name)?;
            }
            continue;
        }
        let what = match approved {
            None => "nothing is approved under this name yet",
            Some(_) => "it is not as approved",
        };
        differences.push(SnapshotDifference {
            name: name.clone(),
            what: what.to_owned(),
            diff: diff(&approved.unwrap_or_default(), found),
        });
        if write {
            store.propose(name, found)?;
        }
    }
    for name in store.approved_names()? {
        if !views.contains_key(&name) {
            differences.push(SnapshotDifference {
                what: "no operation, format and story of this client has this name any more"
                    .to_owned(),
                diff: String::new(),
                name: name.clone(),
            });
            if write {
                store.propose(&name, "")?;
            }
        }
    }
    if write {
        for name in store.pending_names()? {
            let waits_for_nothing = !views.contains_key(&name) && store.approved(&name)?.is_none();
            if waits_for_nothing {
                store.reject(&name)?;
            }
        }
    }
    Ok(differences)
}

/// A difference line by line, `-` before what goes and `+` before what comes, with three lines
/// around each change.
#[must_use]
pub fn diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    unified.context_radius(3).missing_newline_hint(false);
    unified.to_string()
}
