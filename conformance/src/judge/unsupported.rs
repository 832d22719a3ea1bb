//! A client that says it cannot do what it is asked.

use super::{Bench, finding::Finding};
use crate::client::run::Exit;

/// What the code for "I cannot do this" means, where a run ended with it.
///
/// It counts for an operation or format that the manifest does not declare, and only if no
/// authorised request was made; else it is a promise not kept.
pub(crate) fn finding(bench: &Bench<'_>) -> Option<Finding> {
    let code = bench.rules.unsupported_exit;
    let runs = &bench.played.runs;
    let index = runs
        .iter()
        .position(|run| run.client.exit == Exit::Exited(code))?;
    let run = &runs[index];
    let declared = &bench.operation.formats;
    if declared.contains(&run.format) {
        return Some(Finding::broken(
            index,
            format!(
                "the client ended with {code}, which means that it cannot do this, but its manifest \
                 declares {}",
                run.format
            ),
        ));
    }
    if run.authorised().next().is_some() {
        return Some(Finding::broken(
            index,
            format!(
                "the client ended with {code}, which means that it cannot do this, after it had \
                 downloaded with right credentials"
            ),
        ));
    }
    Some(Finding::undecided("the client says that it cannot do this"))
}
