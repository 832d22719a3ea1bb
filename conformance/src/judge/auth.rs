//! How a client logs in, and what it does when it may not.

use fakehq::journal::entry::{Credentials, Entry};

use super::{Bench, contract::how_it_ended, finding::Finding};
use crate::client::run::Exit;

/// How often the same refused credentials may be sent in a run. Six is what one standard library
/// does by itself.
const TRIES: usize = 10;

/// Some request carried a digest answer that verified.
pub(super) fn answers_the_challenge(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    if runs.iter().any(|run| run.authorised().next().is_some()) {
        return Finding::Met;
    }
    let refused = runs
        .iter()
        .flat_map(|run| &run.exchanges)
        .find(|entry| matches!(entry.credentials, Credentials::Refused { .. }));
    Finding::broken(
        0,
        match refused {
            Some(entry) => format!("its credentials were refused: {}", entry.notes.join("; ")),
            None => "it met the challenge and sent no credentials".to_owned(),
        },
    )
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

/// No run sends credentials more than [`TRIES`] times.
pub(super) fn gives_up_after_ten_tries(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    for (index, run) in runs.iter().enumerate() {
        let tries = run.exchanges.iter().filter(|e| sent_credentials(e)).count();
        if tries > TRIES {
            let what = format!("the same refused credentials were sent {tries} times");
            return Finding::broken(index, what);
        }
    }
    if runs
        .iter()
        .flat_map(|run| &run.exchanges)
        .any(sent_credentials)
    {
        Finding::Met
    } else {
        Finding::undecided("the client sent no credentials")
    }
}

fn sent_credentials(entry: &Entry) -> bool {
    entry.field("authorization").is_some()
}
