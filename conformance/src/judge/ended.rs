//! How a run ended, in words.

use crate::{client::run::Exit, play::played::PlayedRun};

/// How a run ended, with the last it said and what it lacked.
pub(super) fn how_it_ended(run: &PlayedRun) -> String {
    let ended = match &run.client.exit {
        Exit::Exited(code) => format!("The client ended with {code}"),
        Exit::Signal(signal) => format!("The client was ended by signal {signal}"),
        Exit::TimedOut => "The client did not end in time and was ended by force".to_owned(),
        Exit::Looped => "The client asked again and again without end and was ended".to_owned(),
        Exit::Stopped => "The client was ended half-way, as the case wants it".to_owned(),
    };
    let mut said = run.client.stderr.text();
    // Some programs complain where others put their data.
    if said.trim().is_empty() && !run.client.exit.is_success() {
        said = run.client.stdout.text();
    }
    let told = match said.trim_end().lines().last() {
        Some(line) if !line.trim().is_empty() => {
            format!("{ended}; its last words: {}", shortened(line))
        }
        _ => format!("{ended}."),
    };
    match &run.lacking {
        Some(lacking) => format!("{}. {lacking}", told.trim_end_matches('.')),
        None => told,
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
