//! How a client names the form it wants.

use super::{Bench, finding::Finding};

/// Every tag that arrives is a JSON string.
pub(super) fn is_quoted(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        // A tag that is no JSON string names no form, so its request has no xmlns.
        let bare = run.exports().find(|entry| {
            let export = entry.export.as_ref();
            export.is_some_and(|export| export.xmlns.is_none())
        });
        if let Some(entry) = bare {
            let notes = entry.notes.join("; ");
            let what = format!("{} was answered {}: {notes}", entry.target, entry.status);
            return Finding::broken(index, what);
        }
    }
    Finding::Met
}
