//! Which token goes with which request.

use std::collections::BTreeMap;

use fakehq::{file_format::Format, journal::entry::Entry};

use super::tokens::{cleaned, given};
use crate::{
    judge::{Bench, finding::Finding},
    play::{kit_world::address::Target, played::PlayedRun},
};

/// Every token that is sent was issued by the export it is sent to.
pub(in crate::judge) fn stays_with_its_export(bench: &Bench<'_>) -> Finding {
    let mut issued_by: BTreeMap<&str, &Target> = BTreeMap::new();
    let mut sent_to = 0;
    let mut missed = None;
    for (index, run) in bench.played.runs.iter().enumerate() {
        let known: Vec<&Target> = issued_by.values().copied().collect();
        let mut answered: Vec<(&Target, bool)> = Vec::new();
        for entry in run.authorised() {
            let Some(target) = run.targets.iter().find(|target| target.is_asked_by(entry)) else {
                continue;
            };
            let token = given(entry).map(cleaned).unwrap_or_default();
            answered.push((target, !token.is_empty()));
            match issued_by.get(token) {
                Some(issuer) if *issuer != target => {
                    let what = format!(
                        "the token {token} belongs to {}, and was sent to {}",
                        issuer.url, target.url
                    );
                    return Finding::broken(index, what);
                }
                Some(_) => sent_to += 1,
                None => {}
            }
            let issued = entry.export.as_ref();
            let issued = issued.and_then(|export| export.token_issued.as_deref());
            if let (Some(token), true) = (issued, entry.sent.is_some_and(|sent| sent.whole)) {
                issued_by.insert(token, target);
            }
        }
        let without = |target: &&Target| {
            let mut asked = answered
                .iter()
                .filter(|(asked, _)| asked == target)
                .peekable();
            asked.peek().is_some() && asked.all(|(_, with_token)| !with_token)
        };
        if let Some(target) = known.into_iter().find(without) {
            missed.get_or_insert((index, target));
        }
    }
    match missed {
        _ if sent_to == 0 => Finding::undecided("the client sent no token back"),
        Some((run, target)) => Finding::broken(
            run,
            format!("{} was asked without the token it had given", target.url),
        ),
        None => Finding::Met,
    }
}

/// Before the first token the parameter is absent or empty.
pub(in crate::judge) fn is_none_at_first(bench: &Bench<'_>) -> Finding {
    let Some(run) = bench.played.runs.first() else {
        return Finding::undecided("the client was not run");
    };
    let mut asked = false;
    for entry in run.exports() {
        asked = true;
        if let Some(token) = given(entry).filter(|token| !token.is_empty()) {
            let what = format!(
                "previous_export={token:?} was sent ({}) before any token had been issued",
                entry.status
            );
            return Finding::broken(0, what);
        }
        if entry
            .export
            .as_ref()
            .is_some_and(|export| export.token_issued.is_some())
        {
            break;
        }
    }
    if asked {
        Finding::Met
    } else {
        Finding::undecided("the client asked for no export")
    }
}

/// No raw download is asked for with a token.
pub(in crate::judge) fn is_not_sent_with_raw(bench: &Bench<'_>) -> Finding {
    let runs = bench.played.runs.iter().enumerate();
    let raw: Vec<_> = runs.filter(|(_, run)| run.format == Format::Raw).collect();
    let asked = |run: &PlayedRun| {
        let raw = |entry: &&Entry| {
            let format = entry
                .export
                .as_ref()
                .and_then(|export| export.format.as_deref());
            format == Some("raw")
        };
        run.exports().filter(raw).cloned().collect::<Vec<_>>()
    };
    let mut any = false;
    for (index, run) in raw {
        for entry in asked(run) {
            any = true;
            if let Some(token) = given(&entry).filter(|token| !token.is_empty()) {
                let what = format!(
                    "the raw download was asked for with previous_export={token:?} ({})",
                    entry.status
                );
                return Finding::broken(index, what);
            }
        }
    }
    if any {
        Finding::Met
    } else {
        Finding::undecided("the client asked for no raw download")
    }
}
