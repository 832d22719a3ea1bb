//! A scenario as it was played becomes what reports show of it.

use fakehq::journal::entry::Entry;

use super::{
    gather::seconds,
    model::{Exchange, Run, Shown},
    repeat::curl,
};
use crate::{client::run::Exit, examination::Examination, play::played::PlayedRun};

/// How many exchanges of a run are shown; of more, the first and the last ones.
const EXCHANGES: usize = 12;

/// How many lines of standard error are shown: the last ones.
const LAST_WORDS: usize = 20;

/// Where the first breach of a result shows.
pub(super) fn shown(result: &Examination) -> Option<Shown> {
    let (played, seen) = (result.shown.as_ref()?, result.verdict.seen?);
    let case = result.check.cases.get(seen.case)?;
    let run = played.runs.get(seen.run)?;
    Some(Shown {
        case: case.name.clone(),
        story: played.scenario.story(),
        run: seen.run + 1,
        runs: played.runs.iter().map(run_of).collect(),
        curl: curl(run, &played.base_url),
    })
}

/// A run as it is shown.
#[must_use]
pub fn run_of(run: &PlayedRun) -> Run {
    let all = run.exchanges.len();
    let left_out = all.saturating_sub(EXCHANGES);
    let hidden = EXCHANGES / 2..EXCHANGES / 2 + left_out;
    let shown = run.exchanges.iter().enumerate();
    let shown = shown.filter(|(index, _)| !hidden.contains(index));
    Run {
        ended: ended(&run.client.exit),
        seconds: seconds(run.client.duration),
        stderr: last_lines(&run.client.stderr.text()),
        exchanges: shown.map(|(_, entry)| exchange(entry)).collect(),
        left_out,
    }
}

/// How a run ended, in words that follow "the client".
#[must_use]
pub fn ended(exit: &Exit) -> String {
    match exit {
        Exit::Exited(code) => format!("ended with {code}"),
        Exit::Signal(signal) => format!("was ended by signal {signal}"),
        Exit::TimedOut => "did not end in time".to_owned(),
        Exit::Stopped => "was ended by the case".to_owned(),
        Exit::Looped => "asked again and again without end and was ended".to_owned(),
    }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().collect();
    let from = lines.len().saturating_sub(LAST_WORDS);
    lines[from..].join("\n")
}

fn exchange(entry: &Entry) -> Exchange {
    let fields = entry.request.iter();
    let head = entry.answer.as_deref().unwrap_or_default();
    let head = head.lines().filter(|line| !line.is_empty());
    Exchange {
        method: entry.method.clone(),
        target: entry.target.clone(),
        request: fields
            .map(|field| format!("{}: {}", field.name, field.value))
            .collect(),
        status: entry.status,
        answer: head.map(str::to_owned).collect(),
        body_bytes: entry.sent.map(|sent| sent.body_bytes),
        whole: entry.sent.is_some_and(|sent| sent.whole),
        notes: entry.notes.clone(),
    }
}
