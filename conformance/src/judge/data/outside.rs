//! What a client wrote where it should not.

use crate::judge::{Bench, finding::Finding};

/// Nothing was written outside the folders of the run.
pub(in crate::judge) fn is_empty(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    if let Some(index) = runs.iter().position(|run| !run.outside.is_empty()) {
        let what = format!(
            "files were written outside the folders of the run: {}",
            runs[index].outside.join(", ")
        );
        return Finding::broken(index, what);
    }
    if runs.iter().all(|run| run.whole_answers().next().is_none()) {
        return Finding::undecided("no download arrived whole, so that there was nothing to write");
    }
    Finding::Met
}
