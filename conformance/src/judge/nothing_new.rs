//! What a client makes of an answer without data.

use super::{Bench, contract::how_it_ended, finding::Finding};
use crate::{client::run::Exit, play::played::PlayedRun};

/// Every run whose last answer was "nothing new" ends with 0, or with a code declared for it.
pub(super) fn is_success(bench: &Bench<'_>) -> Finding {
    let mut met = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        if !met_nothing_new(run) {
            continue;
        }
        met = true;
        let well = match run.client.exit {
            Exit::Exited(code) => code == 0 || bench.rules.nothing_new_exit.contains(&code),
            _ => false,
        };
        if !well {
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

/// Whether the last answer of the export was a 302 to the listing page.
fn met_nothing_new(run: &PlayedRun) -> bool {
    let last = run.authorised().last();
    last.is_some_and(|entry| entry.status == 302)
}
