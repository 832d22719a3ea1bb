//! Whether a client does at all what it is asked to do.

use super::{Bench, finding::Finding};
use crate::{client::run::Exit, play::played::PlayedRun};

/// How many of the requests made instead are named.
const ASKED: usize = 4;

/// The first run asks for the export it was given, in the space it was given.
pub(super) fn asks_for_the_export(bench: &Bench<'_>) -> Finding {
    let Some(run) = bench.played.runs.first() else {
        return Finding::undecided("the client was not run");
    };
    if run.exports().next().is_some() {
        return Finding::Met;
    }
    let mut asked: Vec<_> = run
        .exchanges
        .iter()
        .chain(&bench.played.strays)
        .map(|entry| format!("{} {} ({})", entry.method, entry.target, entry.status))
        .collect();
    asked.dedup();
    asked.truncate(ASKED);
    let asked = match asked.as_slice() {
        [] => "no request arrived at all".to_owned(),
        asked => format!("instead it asked {}", asked.join(", ")),
    };
    Finding::broken(
        0,
        format!(
            "the client never asked for {}; {asked}. {}",
            bench.played.url,
            how_it_ended(run)
        ),
    )
}

/// Every run ends with 0.
pub(super) fn ends_well(bench: &Bench<'_>) -> Finding {
    let bad = |run: &PlayedRun| !run.client.exit.is_success();
    match bench.played.runs.iter().position(bad) {
        None => Finding::Met,
        Some(index) => Finding::broken(index, how_it_ended(&bench.played.runs[index])),
    }
}

/// How a run ended, with the last it said.
pub(super) fn how_it_ended(run: &PlayedRun) -> String {
    let ended = match &run.client.exit {
        Exit::Exited(code) => format!("The client ended with {code}"),
        Exit::Signal(signal) => format!("The client was ended by signal {signal}"),
        Exit::TimedOut => "The client did not end in time and was ended by force".to_owned(),
        Exit::Looped => "The client asked again and again without end and was ended".to_owned(),
        Exit::Stopped => "The client was ended half-way, as the case wants it".to_owned(),
        Exit::NotStarted(why) => format!("The client could not be started: {why}"),
    };
    let mut said = run.client.stderr.text();
    // Some programs complain where others put their data.
    if said.trim().is_empty() && !run.client.exit.is_success() {
        said = run.client.stdout.text();
    }
    match said.trim_end().lines().last() {
        Some(line) if !line.trim().is_empty() => {
            format!("{ended}; its last words: {}", shortened(line))
        }
        _ => format!("{ended}."),
    }
}

/// A line short enough for a report.
fn shortened(line: &str) -> String {
    const LENGTH: usize = 200;
    let printable: String = line.trim().chars().filter(|c| !c.is_control()).collect();
    match printable.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}...", &printable[..end]),
        None => printable,
    }
}
