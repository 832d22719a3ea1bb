//! What breaks no rule and should be known: of a scenario as a whole, whatever is expected in it.

use super::{
    Bench,
    data::texts,
    ended::how_it_ended,
    outcome::sent_data,
    wire::tokens::{cleaned, given},
};
use crate::{
    catalogue::expectation::Expectation,
    client::{
        manifest::{Output, TokenUse},
        run::Exit,
    },
    evidence::Remark as Unread,
    play::{
        kit_world::document::KitDocument,
        played::{Played, PlayedRun},
    },
};

/// From how many bytes on an output that is declared to hold no data is a flood.
const FLOOD: u64 = 1024 * 1024;

/// What a remark is about. Where the clean download shows one, other scenarios say no more of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// How a run ended.
    Ending,
    /// Processes that stayed.
    Strays,
    /// What the kit does not look into.
    Unread,
    /// How much was printed.
    Flood,
    /// What the manifest says of tokens.
    Token,
    /// Where a token was put.
    LostToken,
}

/// The remarks on a scenario in which this is expected. `clean` is the first download, unless this is
/// the one.
pub(crate) fn of(
    bench: &Bench<'_>,
    expected: &[Expectation],
    clean: Option<&Played>,
) -> Vec<String> {
    let clean = clean.map(|clean| Bench {
        played: clean,
        ..*bench
    });
    let clean = clean.iter().flat_map(found);
    let mut told: Vec<_> = clean.map(|(subject, _)| subject).collect();
    if expected.contains(&Expectation::EndsWell) {
        told.push(Subject::Ending);
    }
    let mut remarks = Vec::new();
    for (subject, what) in found(bench) {
        if !told.contains(&subject) {
            told.push(subject);
            remarks.push(what);
        }
    }
    remarks
}

fn found(bench: &Bench<'_>) -> Vec<(Subject, String)> {
    let runs = &bench.played.runs;
    let mut found = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let several = match runs.len() {
            1 => String::new(),
            _ => format!("run {}: ", index + 1),
        };
        let said = [
            (Subject::Ending, ending(bench, index)),
            (Subject::Strays, strays(run)),
            (Subject::Unread, unread(run)),
            (Subject::Flood, flood(bench, run)),
            (Subject::Token, token(bench, run)),
            (Subject::LostToken, lost_token(bench, run)),
        ];
        let said = said.into_iter();
        found.extend(said.filter_map(|(subject, what)| Some((subject, several.clone() + &what?))));
    }
    found
}

/// A code other than 0, although all that was sent is kept.
fn ending(bench: &Bench<'_>, index: usize) -> Option<String> {
    let runs = &bench.played.runs[..=index];
    let run = runs.last()?;
    let Exit::Exited(code @ 1..) = run.client.exit else {
        return None;
    };
    if !got_data(bench, run) || !bench.wanted(run).all(|it| keeps_all(bench, runs, it)) {
        return None;
    }
    let ended = how_it_ended(run);
    Some(if bench.rules.nothing_new_exit.contains(&code) {
        format!("data came and are kept, and {code} is declared to mean nothing new. {ended}")
    } else {
        format!("everything that was sent is kept, and the code is not 0. {ended}")
    })
}

/// Whether the last answer to each export that was asked for came whole, as it was meant, with data. Who
/// reads files asks for nothing.
fn got_data(bench: &Bench<'_>, run: &PlayedRun) -> bool {
    let runs = &bench.played.runs;
    if runs.iter().all(|run| run.exchanges.is_empty()) {
        return true;
    }
    let asked = run.targets.iter().filter_map(|target| {
        run.exports()
            .filter(|entry| target.is_asked_by(entry))
            .last()
    });
    let mut asked = asked.peekable();
    asked.peek().is_some()
        && asked.all(|last| {
            let whole = last.sent.is_some_and(|sent| sent.whole);
            last.status == 200 && whole && last.fault.is_none() && sent_data(last)
        })
}

/// Whether all of a document that the client keeps at all was kept by some run.
fn keeps_all(bench: &Bench<'_>, runs: &[PlayedRun], document: &KitDocument) -> bool {
    let learned = bench.learned;
    let kept = |witness: &str| runs.iter().any(|run| run.found.holds(witness));
    let rows = document.rows.iter().all(|row| {
        let mut wanted = row
            .witnesses
            .iter()
            .filter(|(question, _)| learned.keeps_question(&row.table, question));
        wanted.all(|(_, witness)| kept(witness))
    });
    let found = runs.iter().any(|run| run.has_kept(document));
    found && rows && texts::is_kept(runs, document)
}

fn strays(run: &PlayedRun) -> Option<String> {
    match run.client.strays_killed {
        0 => None,
        1 => Some("a process outlived the client, and was ended".to_owned()),
        count => Some(format!(
            "{count} processes outlived the client, and were ended"
        )),
    }
}

/// What lies in the client's folders and is not looked into.
fn unread(run: &PlayedRun) -> Option<String> {
    if let Some(unread) = run.unread() {
        return Some(format!("not everything could be read: {unread}"));
    }
    let skipped = |remark: &Unread| matches!(remark, Unread::Symlink | Unread::Special);
    let mut skipped = run.kept.notes.iter().filter(|note| skipped(&note.remark));
    let first = skipped.next()?;
    Some(match skipped.count() {
        0 => format!("not everything is looked into: {first}"),
        more => format!("not everything is looked into: {first}, and {more} more such"),
    })
}

fn flood(bench: &Bench<'_>, run: &PlayedRun) -> Option<String> {
    let stdout = match bench.operation.output {
        Output::Files => run.client.stdout.total,
        Output::Stdout => 0,
    };
    let printed = stdout.max(run.client.stderr.total);
    (printed >= FLOOD).then(|| {
        format!(
            "it printed {} MB beside its data, of which only the beginning was kept",
            printed / FLOOD
        )
    })
}

/// A token from a client that is declared to keep none: checks are left out that are about it.
fn token(bench: &Bench<'_>, run: &PlayedRun) -> Option<String> {
    if bench.operation.token != Some(TokenUse::None) {
        return None;
    }
    let mut sent = run.exports().filter_map(given).map(cleaned);
    let sent = sent.find(|token| !token.is_empty())?;
    Some(format!(
        "the token {sent} was sent, and the manifest says token = \"none\", so that the checks on tokens \
         are skipped"
    ))
}

/// A token where nothing stays, from a client that may be meant to keep it.
fn lost_token(bench: &Bench<'_>, run: &PlayedRun) -> Option<String> {
    let keeps = matches!(bench.operation.token, None | Some(TokenUse::Kept));
    run.lost_token.clone().filter(|_| keeps)
}
