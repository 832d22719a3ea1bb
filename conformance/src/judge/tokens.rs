//! What a client does with export tokens.

use std::collections::BTreeSet;

use fakehq::journal::entry::Entry;

use super::{Bench, contract::how_it_ended, finding::Finding};
use crate::play::played::PlayedRun;

/// In each run but the first, the first request sends the token of the last whole answer before it.
///
/// A token with something stuck to it counts as sent; that is [`is_clean`]'s matter.
pub(super) fn is_sent_back(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    if bench.operation.token.is_none() && !ever_sent(runs) {
        return may_keep_none();
    }
    for index in 1..runs.len() {
        let (before, run) = (&runs[..index], &runs[index]);
        let Some(expected) = before.iter().rev().find_map(|run| tokens_of(run).last()) else {
            return Finding::undecided("no whole answer with a token was received before");
        };
        let Some(first) = run.authorised().next() else {
            let what = format!(
                "the token {expected} was to be sent, but the run asked for nothing. {}",
                how_it_ended(run)
            );
            return Finding::broken(index, what);
        };
        let given = given(first).unwrap_or_default();
        if cleaned(given) != expected {
            return Finding::broken(index, wrong_token(before, given, expected));
        }
    }
    Finding::Met
}

fn wrong_token(before: &[PlayedRun], given: &str, expected: &str) -> String {
    if cleaned(given).is_empty() {
        return format!("a full download without a token, although {expected} had been received");
    }
    if before
        .iter()
        .flat_map(tokens_of)
        .any(|t| t == cleaned(given))
    {
        return format!("an older token was sent, {given}, instead of {expected}");
    }
    format!("{given:?} was sent, which is no token of an earlier run, instead of {expected}")
}

/// Every token arrives exactly as it was issued.
pub(super) fn is_clean(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let issued: BTreeSet<_> = runs.iter().flat_map(tokens_of).collect();
    for (index, run) in runs.iter().enumerate() {
        for given in run.exports().filter_map(given) {
            let clean = cleaned(given);
            if given != clean && issued.contains(clean) {
                let what = format!("the token arrived as {given:?} instead of {clean:?}");
                return Finding::broken(index, what);
            }
        }
    }
    if runs
        .iter()
        .flat_map(PlayedRun::exports)
        .filter_map(given)
        .any(|t| !t.is_empty())
    {
        return Finding::Met;
    }
    stored_unclean(runs, &issued).unwrap_or_else(|| match bench.operation.token {
        Some(_) => Finding::undecided("no run of the client sent a token"),
        None => may_keep_none(),
    })
}

/// A token that no later run could send may still be seen where the client stored it.
fn stored_unclean(runs: &[PlayedRun], issued: &BTreeSet<&str>) -> Option<Finding> {
    runs.iter().enumerate().find_map(|(index, run)| {
        let unclean = run.kept.containers.iter().find(|container| {
            // The file is the token and nothing else but a carriage return.
            container.text.contains('\r') && issued.contains(container.text.trim())
        })?;
        let what = format!(
            "{} holds the token with the carriage return of its header line, and no later run \
             managed to send it",
            unclean.place
        );
        Some(Finding::broken(index, what))
    })
}

fn may_keep_none() -> Finding {
    Finding::undecided(
        "the client never sent a token and does not say that it keeps one; if it should, declare \
         token = \"kept\" in a manifest",
    )
}

fn ever_sent(runs: &[PlayedRun]) -> bool {
    runs.iter()
        .flat_map(PlayedRun::exports)
        .any(|entry| given(entry).is_some())
}

/// The tokens of the whole answers of a run, in order.
fn tokens_of(run: &PlayedRun) -> impl Iterator<Item = &str> {
    run.whole_answers()
        .filter_map(|entry| entry.export.as_ref()?.token_issued.as_deref())
}

/// The token a request sent, as it arrived.
fn given(entry: &Entry) -> Option<&str> {
    entry.export.as_ref()?.token_given.as_deref()
}

/// A token without what may stick to it.
fn cleaned(token: &str) -> &str {
    token.trim_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\''))
}
