//! What a client says of its own success: the exit code held against what it was answered and what it
//! kept.

use super::{Bench, ended::how_it_ended, finding::Finding, wire::auth::sent_credentials};
use fakehq::journal::entry::Entry;

use crate::{client::run::Exit, play::played::PlayedRun};

/// Every run whose last answer was "nothing new" ends with 0, or with a code declared for it.
pub(super) fn nothing_new_is_success(bench: &Bench<'_>) -> Finding {
    let mut met = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        if !met_nothing_new(run) {
            continue;
        }
        met = true;
        if !claims_success(bench, run) {
            let ended = how_it_ended(run);
            return Finding::broken(index, format!("the answer was 302, nothing new. {ended}"));
        }
    }
    if met {
        Finding::Met
    } else {
        Finding::undecided("no run of the client met an answer without data")
    }
}

/// Every run whose last answer was a whole one without a row ends well.
pub(super) fn rowless_is_success(bench: &Bench<'_>) -> Finding {
    let mut met = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        let last = run.authorised().last();
        let is_rowless = last.is_some_and(|entry| entry.status == 200 && !sent_data(entry));
        if !is_rowless {
            continue;
        }
        met = true;
        if !claims_success(bench, run) {
            let ended = how_it_ended(run);
            return Finding::broken(index, format!("the answer had no rows. {ended}"));
        }
    }
    if met {
        Finding::Met
    } else {
        Finding::undecided("no run of the client met an answer without rows")
    }
}

/// Whether the last answer of the export was a 302 to the listing page.
fn met_nothing_new(run: &PlayedRun) -> bool {
    let last = run.authorised().last();
    last.is_some_and(|entry| entry.status == 302)
}

/// Every run ends with 0.
pub(super) fn ends_well(bench: &Bench<'_>) -> Finding {
    let bad = |run: &PlayedRun| !run.client.exit.is_success();
    match bench.played.runs.iter().position(bad) {
        None => Finding::Met,
        Some(index) => Finding::broken(index, how_it_ended(&bench.played.runs[index])),
    }
}

/// Every run ends by itself, and says that it failed.
///
/// A run that sent no credentials was refused nothing; its failure is of another kind.
pub(super) fn ends_in_failure(bench: &Bench<'_>) -> Finding {
    let mut undecided = None;
    for (index, run) in bench.played.runs.iter().enumerate() {
        match run.client.exit {
            Exit::Exited(0) => {
                let answered = run.exchanges.last().map_or_else(
                    || "it asked for nothing".to_owned(),
                    |entry| format!("the last answer was {}", entry.status),
                );
                return Finding::broken(index, format!("{answered}, and the client ended with 0"));
            }
            Exit::Exited(code) if bench.rules.nothing_new_exit.contains(&code) => {
                return Finding::broken(
                    index,
                    format!("the client ended with {code}, which it declares to mean nothing new"),
                );
            }
            Exit::Exited(_) if !run.exchanges.iter().any(sent_credentials) => {
                undecided.get_or_insert_with(|| {
                    format!("the client sent no credentials. {}", how_it_ended(run))
                });
            }
            Exit::Exited(_) => {}
            _ => return Finding::broken(index, how_it_ended(run)),
        }
    }
    undecided.map_or(Finding::Met, Finding::Undecided)
}

/// Every run ends by itself, within its time.
pub(super) fn ends_by_itself(bench: &Bench<'_>) -> Finding {
    let forced = |run: &PlayedRun| matches!(run.client.exit, Exit::TimedOut | Exit::Looped);
    let runs = &bench.played.runs;
    match runs.iter().position(forced) {
        Some(index) => Finding::broken(index, how_it_ended(&runs[index])),
        None if runs.iter().all(|run| run.exports().next().is_none()) => {
            Finding::undecided("the client asked for no export")
        }
        None => Finding::Met,
    }
}

/// A run ends with success only if for each export it asked for the last final answer was a whole 200
/// whose rows are kept, or "nothing new". All else that ends with success is a failure called one.
pub(super) fn tells_failure(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut met = false;
    let mut undecided = None;
    for (index, run) in runs.iter().enumerate() {
        for target in &run.targets {
            let Some(last) = run
                .exports()
                .filter(|entry| target.is_asked_by(entry))
                .last()
            else {
                continue;
            };
            let Some(wrong) = shortcoming(bench, &runs[..=index], last) else {
                continue;
            };
            met = true;
            if !claims_success(bench, run) {
                continue;
            }
            let what = format!("{wrong}, and yet: {}", how_it_ended(run));
            match runs[..=index].iter().find_map(PlayedRun::unread) {
                Some(unread) if last.status == 200 => {
                    undecided.get_or_insert(format!("{what} ({unread})"));
                }
                _ => return Finding::broken(index, what),
            }
        }
    }
    // A client that was struck and tried again with success has overcome it.
    let struck = |entry: &Entry| entry.fault.is_some() || sent_short(entry);
    met |= runs.iter().flat_map(|run| &run.exchanges).any(struck);
    match undecided {
        Some(why) => Finding::Undecided(why),
        None if met => Finding::Met,
        None => Finding::undecided("the client met no failure"),
    }
}

fn sent_short(entry: &Entry) -> bool {
    entry.sent.is_some_and(|sent| !sent.whole)
}

/// A run whose last answer had been spoilt does not end with success, although its status was 200 and
/// its length right.
pub(super) fn refuses_what_is_damaged(bench: &Bench<'_>) -> Finding {
    let mut met = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        let Some(last) = run.authorised().last() else {
            continue;
        };
        let Some(fault) = &last.fault else {
            met |= run.exchanges.iter().any(|entry| entry.fault.is_some());
            continue;
        };
        met = true;
        if claims_success(bench, run) {
            let what = format!(
                "the last answer was spoilt ({fault}), and yet: {}",
                how_it_ended(run)
            );
            return Finding::broken(index, what);
        }
    }
    if met {
        Finding::Met
    } else {
        Finding::undecided("the client met no answer that was spoilt")
    }
}

/// Whether a run says that all went well, data or not.
fn claims_success(bench: &Bench<'_>, run: &PlayedRun) -> bool {
    match run.client.exit {
        Exit::Exited(code) => code == 0 || bench.rules.nothing_new_exit.contains(&code),
        _ => false,
    }
}

/// What is wrong with the last answer to an export, if anything: what was sent has to be whole and
/// kept, by this run or an earlier one.
fn shortcoming(bench: &Bench<'_>, runs: &[PlayedRun], last: &Entry) -> Option<String> {
    let asked = format!("the last answer to {} was", last.target);
    match last.status {
        302 if last.fault.is_none() => None,
        200 => {
            let is_whole = last.sent.is_some_and(|sent| sent.whole);
            let struck = match &last.fault {
                Some(fault) => format!(" ({fault})"),
                None => String::new(),
            };
            if !is_whole {
                return Some(format!("{asked} not whole{struck}"));
            }
            let sent = last
                .export
                .as_ref()
                .map(|export| export.documents.as_slice());
            let run = runs.last()?;
            let lost = sent.unwrap_or_default().iter().find(|id| {
                let document = run.documents.iter().find(|document| *document.id == ***id);
                document.is_some_and(|document| {
                    bench.has_to_be_kept(document) && !runs.iter().any(|run| run.has_kept(document))
                })
            });
            match lost {
                Some(id) => Some(format!(
                    "{asked} 200{struck}, its document {id} was not kept"
                )),
                // A page in place of data has no documents at all.
                None if last.fault.is_some() && !sent_data(last) => {
                    Some(format!("{asked} no data{struck}"))
                }
                None => None,
            }
        }
        status => Some(format!("{asked} {status}")),
    }
}

/// Whether an answer carried documents.
pub(super) fn sent_data(entry: &Entry) -> bool {
    let export = entry.export.as_ref();
    export.is_some_and(|export| export.document_count > 0)
}
