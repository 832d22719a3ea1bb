//! The parameters of a request.

use fakehq::{http::call::query::Query, journal::entry::Entry};

use crate::judge::{Bench, finding::Finding};

/// The parameters of a request, decoded.
pub(super) fn of(entry: &Entry) -> Query {
    let query = entry.target.split_once('?').map_or("", |(_, query)| query);
    Query::of(query.as_bytes())
}

/// Every request for an export that gets past the login has all parameters of the address that was
/// handed over.
pub(in crate::judge) fn are_kept(bench: &Bench<'_>) -> Finding {
    let mut asked = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        for entry in run.exports() {
            let target = run.targets.iter().find(|target| target.is_asked_by(entry));
            let Some((_, given)) = target.and_then(|target| target.url.split_once('?')) else {
                continue;
            };
            asked = true;
            let (given, sent) = (Query::of(given.as_bytes()), of(entry));
            let lost = given.names().find(|name| given.get(name) != sent.get(name));
            if let Some(name) = lost {
                let what = format!(
                    "the address handed over has {name}={}, and the client asked for {}",
                    given.get(name).unwrap_or_default(),
                    entry.target
                );
                return Finding::broken(index, what);
            }
        }
    }
    if asked {
        Finding::Met
    } else {
        Finding::undecided("the client did not ask at an address that was handed over")
    }
}

/// Every run that was told to has sent a parameter of this name with this value.
pub(in crate::judge) fn is_sent(bench: &Bench<'_>, name: &str, value: &str) -> Finding {
    let mut undecided = Some("no run was told to send it");
    for (index, run) in bench.played.runs.iter().enumerate() {
        let options = &run.options;
        if options.size.is_none() && !options.errors && !options.closed {
            continue;
        }
        let Some(entry) = run.authorised().next() else {
            undecided = Some("a run never asked with right credentials");
            break;
        };
        undecided = None;
        let right = |entry: &Entry| of(entry).get(name) == Some(value);
        if !run.authorised().any(right) {
            let what = format!(
                "the client was to ask with {name}={value}, and asked for {}",
                entry.target
            );
            return Finding::broken(index, what);
        }
    }
    undecided.map_or(Finding::Met, Finding::undecided)
}
