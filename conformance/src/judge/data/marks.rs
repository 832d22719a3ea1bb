//! Byte order marks where they mean nothing.

use crate::{
    evidence::Container,
    judge::{Bench, finding::Finding},
};

const MARK: char = '\u{feff}';

/// No name of a column and no value holds a byte order mark.
///
/// A file may begin with one: so did the server's, and a client that keeps it as it came is right.
pub(in crate::judge) fn are_left_out(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    for (index, run) in runs.iter().enumerate() {
        if let Some(container) = run.kept.containers.iter().find(|kept| holds_one(kept)) {
            let what = format!(
                "{} holds a byte order mark inside, where it is part of a name or a value",
                container.place
            );
            return Finding::broken(index, what);
        }
    }
    if runs.iter().all(|run| run.kept.containers.is_empty()) {
        return Finding::undecided("the client keeps nothing that could hold a mark");
    }
    Finding::Met
}

fn holds_one(container: &Container) -> bool {
    let text = container.text.strip_prefix(MARK).unwrap_or(&container.text);
    text.contains(MARK) || text.contains("\\ufeff")
}
