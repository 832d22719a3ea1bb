//! Questions and tables that a client keeps nothing of.

use super::unread;
use crate::{
    catalogue::need::Need,
    judge::{Bench, finding::Finding, learned::Learned},
};

/// Of every question of the first download some answer is kept.
///
/// What a client leaves out from the first run on is its own choice, unless it declares
/// `columns = "all"`.
pub(in crate::judge) fn are_kept(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let Some(first) = runs.first() else {
        return Finding::undecided("the client was not run");
    };
    let learned = Learned::of(first);
    // Who keeps no row at all has not chosen among questions.
    if learned.kept.is_empty() || learned.left_out.is_empty() {
        return Finding::Met;
    }
    let what = format!("the client keeps no answer to {}", learned.named_left_out());
    if !bench.operation.offers(Need::All) {
        return Finding::remarked(what);
    }
    let what = format!("{what}, and its manifest says columns = \"all\"");
    match unread(&runs[..1]) {
        None => Finding::broken(0, what),
        Some(unread) => Finding::undecided(format!("{what}. But {unread}")),
    }
}
