//! Acknowledgement audits exactly-once: who sends a token says that all it stands for is safe.
//!
//! When a request with `previous_export=T` arrives, every document that the server had exported by the
//! time of T must already have been found in what the client kept. Retries and exit codes play no
//! part.

use std::collections::{BTreeMap, BTreeSet};

use fakehq::journal::entry::Entry;

use super::{
    Bench,
    finding::Finding,
    wire::tokens::{cleaned, given},
};
use crate::play::{kit_world::document::KitDocument, played::PlayedRun};

/// How many lost rows a finding names.
const NAMED: usize = 3;

/// A token that was issued.
struct Issued<'a> {
    run: usize,
    answer: &'a Entry,
    /// What who sends it acknowledges: the documents of its answer, and those of the token that
    /// answer was asked for with.
    documents: BTreeSet<&'a str>,
}

/// No token is sent before all it stands for was kept.
pub(super) fn loses_nothing(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut issued: BTreeMap<&str, Issued<'_>> = BTreeMap::new();
    let mut audited = false;
    let mut undecided = None;
    for (index, run) in runs.iter().enumerate() {
        for entry in run.exports() {
            if let Some(token) = issued.get(given(entry).map(cleaned).unwrap_or_default()) {
                audited = true;
                // What this very run has kept counts only for a token of this run.
                let until = index + usize::from(token.run == index);
                let lost = lost(bench, &runs[..until], run, token);
                if !lost.is_empty() {
                    let Some(unread) = runs[..until].iter().find_map(PlayedRun::unread) else {
                        return Finding::broken(index, violation(entry, token, &lost));
                    };
                    let why = format!("{} documents were not found, and {unread}", lost.len());
                    undecided.get_or_insert(why);
                }
            }
            if let Some(export) = &entry.export
                && let Some(token) = &export.token_issued
            {
                let mut documents: BTreeSet<&str> =
                    export.documents.iter().map(|id| &**id).collect();
                let before = given(entry).map(cleaned).unwrap_or_default();
                if let Some(before) = issued.get(before) {
                    documents.extend(&before.documents);
                }
                issued.insert(
                    token,
                    Issued {
                        run: index,
                        answer: entry,
                        documents,
                    },
                );
            }
        }
    }
    match undecided {
        Some(why) => Finding::Undecided(why),
        None if audited => Finding::Met,
        // Whoever never acknowledges anything starts again each time, and loses nothing by it.
        None if runs.iter().any(|run| run.authorised().next().is_some()) => {
            Finding::remarked("no token was sent back: each run downloads everything again")
        }
        None => Finding::undecided("the client asked for nothing with right credentials"),
    }
}

/// The documents a token stands for that none of some runs has kept.
fn lost<'a>(
    bench: &Bench<'_>,
    runs: &[PlayedRun],
    world: &'a PlayedRun,
    token: &Issued<'_>,
) -> Vec<&'a KitDocument> {
    let documents = world.documents.iter();
    let acknowledged = documents.filter(|document| token.documents.contains(document.id.as_str()));
    acknowledged
        .filter(|document| bench.has_to_be_kept(document))
        .filter(|document| !runs.iter().any(|run| run.has_kept(document)))
        .collect()
}

fn violation(request: &Entry, token: &Issued<'_>, lost: &[&KitDocument]) -> String {
    let export = request.export.as_ref();
    let sent = export.and_then(|export| export.token_given.as_deref());
    let arrived = match token.answer.sent {
        Some(sent) if sent.whole => format!("{} bytes, the whole answer", sent.body_bytes),
        Some(sent) => match sent.announced {
            Some(announced) => format!("{} of {announced} bytes", sent.body_bytes),
            None => format!("{} bytes", sent.body_bytes),
        },
        None => "nothing".to_owned(),
    };
    let fault = match &token.answer.fault {
        Some(fault) => format!(" ({fault})"),
        None => String::new(),
    };
    let named: Vec<_> = lost
        .iter()
        .take(NAMED)
        .map(|document| document.label())
        .collect();
    let more = if lost.len() > NAMED { ", ..." } else { "" };
    format!(
        "the token {} of answer {} in run {}, of which {arrived} arrived{fault}, was sent with \
         request {}; {} documents it stands for had not been kept: {}{more}",
        sent.unwrap_or_default().trim(),
        token.answer.number,
        token.run + 1,
        request.number,
        lost.len(),
        named.join(", ")
    )
}
