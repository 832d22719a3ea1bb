//! Whether a client asks at all for what it is to export.

use crate::judge::{Bench, ended::how_it_ended, finding::Finding};

/// How many of the requests made instead are named.
const ASKED: usize = 4;

/// The first run asks for the export it was given, in the space it was given.
pub(in crate::judge) fn for_the_export(bench: &Bench<'_>) -> Finding {
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
