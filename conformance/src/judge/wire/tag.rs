//! How a client names the form it wants.

use super::parameters;
use crate::{
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::kit_world::address::Export,
};

/// Every tag that arrives is a JSON string.
pub(in crate::judge) fn is_quoted(bench: &Bench<'_>) -> Finding {
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

/// The xmlns arrives whole, signs and all, and the credentials fit the address as sent.
pub(in crate::judge) fn arrives_whole(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        let Some(Export::Form { xmlns }) = run.targets.first().map(|target| &target.export) else {
            continue;
        };
        let mut asked = run
            .authorised()
            .filter_map(|entry| entry.export.as_ref()?.xmlns.as_deref());
        if asked.any(|asked| asked == xmlns) {
            continue;
        }
        // What arrives cut off or bent names another form, which nobody asked for.
        let bent = run
            .exchanges
            .iter()
            .rev()
            .find(|entry| entry.export.is_some());
        let what = match bent {
            Some(entry) => format!(
                "the form {xmlns:?} was to be asked for, and {} arrived ({}): {}",
                entry.target,
                entry.status,
                entry.notes.join("; ")
            ),
            None => format!("no request for an export arrived. {}", how_it_ended(run)),
        };
        return Finding::broken(index, what);
    }
    Finding::Met
}

/// No tag that arrives is encoded twice.
pub(in crate::judge) fn is_encoded_once(bench: &Bench<'_>) -> Finding {
    let mut asked = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        for entry in run.exchanges.iter().filter(|entry| entry.export.is_some()) {
            let parameters = parameters::of(entry);
            let Some(tag) = parameters.get("export_tag") else {
                continue;
            };
            asked = true;
            if tag.contains("%22") {
                let what = format!("the tag arrived as {tag}: it was encoded twice");
                return Finding::broken(index, what);
            }
        }
    }
    if asked {
        Finding::Met
    } else {
        Finding::undecided("the client sent no tag")
    }
}
