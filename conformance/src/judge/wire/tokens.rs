//! What a client does with export tokens.

use std::collections::BTreeSet;

use fakehq::{file_format::Format, journal::entry::Entry};

use crate::{
    client::run::Exit,
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::played::PlayedRun,
};

/// Each run but the first sends the token of the last whole answer before it.
///
/// A token with something stuck to it counts as sent; that is [`is_clean`]'s matter, as is a run
/// that such a token kept from asking.
pub(in crate::judge) fn is_sent_back(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    if bench.operation.token.is_none() && !ever_sent(runs) {
        return may_keep_none();
    }
    let issued: BTreeSet<_> = runs.iter().flat_map(tokens_of).collect();
    let mut undecided = None;
    for index in 1..runs.len() {
        let (before, run) = (&runs[..index], &runs[index]);
        // A raw download neither sends a token nor brings one (page: Form Data Export).
        if run.format == Format::Raw {
            continue;
        }
        let wanted = wanted(bench, before);
        let Some(expected) = wanted.first() else {
            undecided.get_or_insert("no earlier run received a token and went well");
            continue;
        };
        let mut sent = run
            .authorised()
            .map(|entry| given(entry).unwrap_or_default());
        let Some(first) = sent.next() else {
            if stored_unclean(before, &issued).is_some() {
                undecided.get_or_insert("a run did not ask: the token it had stored makes an address that cannot be sent");
                continue;
            }
            let what = format!(
                "the token {expected} was to be sent, but the run never asked with right \
                 credentials. {}",
                how_it_ended(run)
            );
            return Finding::broken(index, what);
        };
        if !std::iter::once(first)
            .chain(sent)
            .any(|token| wanted.contains(&cleaned(token)))
        {
            return Finding::broken(index, wrong_token(before, first, expected));
        }
    }
    undecided.map_or(Finding::Met, Finding::undecided)
}

/// The tokens a run may send, the likeliest first.
///
/// They are those of the last run that went well. A run that asks twice may keep either answer if
/// both hold the same; a run that failed may have kept its answer, or not. None if no run went well.
fn wanted<'a>(bench: &Bench<'_>, before: &'a [PlayedRun]) -> Vec<&'a str> {
    let mut tokens = Vec::new();
    for run in before.iter().rev().filter(|run| run.format != Format::Raw) {
        let answers: Vec<_> = run
            .whole_answers()
            .filter_map(|e| e.export.as_ref())
            .collect();
        let Some(last) = answers.last() else {
            continue;
        };
        let alike = answers
            .iter()
            .rev()
            .filter(|answer| answer.documents == last.documents);
        tokens.extend(alike.filter_map(|answer| answer.token_issued.as_deref()));
        if matches!(run.client.exit, Exit::Exited(_)) && !bench.says_it_failed(run) {
            return tokens;
        }
    }
    Vec::new()
}

fn wrong_token(before: &[PlayedRun], given: &str, expected: &str) -> String {
    if cleaned(given).is_empty() {
        let lost = before.last().and_then(|run| run.lost_token.as_ref());
        let lost = lost.map_or_else(String::new, |lost| format!("; {lost}"));
        return format!(
            "a full download without a token, although {expected} had been received{lost}"
        );
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
pub(in crate::judge) fn is_clean(bench: &Bench<'_>) -> Finding {
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
        .filter_map(given)
        .any(|token| !cleaned(token).is_empty())
}

/// The tokens of the whole answers of a run, in order.
fn tokens_of(run: &PlayedRun) -> impl Iterator<Item = &str> {
    run.whole_answers()
        .filter_map(|entry| entry.export.as_ref()?.token_issued.as_deref())
}

/// The token a request sent, as it arrived.
pub(in crate::judge) fn given(entry: &Entry) -> Option<&str> {
    entry.export.as_ref()?.token_given.as_deref()
}

/// A token without what may stick to it.
pub(in crate::judge) fn cleaned(token: &str) -> &str {
    token.trim_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\''))
}
