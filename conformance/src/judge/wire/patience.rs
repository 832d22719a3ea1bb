//! Whether a client waits when it is asked to.

use fakehq::journal::entry::Entry;

use crate::judge::{Bench, finding::Finding};

/// After an answer with `Retry-After` nothing is asked earlier than that (RFC 9110 10.2.3). To give up
/// is as right.
///
/// The clock of the space has to run, and is read when a request comes.
pub(in crate::judge) fn nothing_is_asked_earlier(bench: &Bench<'_>) -> Finding {
    let mut met = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        for (at, entry) in run.exchanges.iter().enumerate() {
            let Some(seconds) = retry_after(entry) else {
                continue;
            };
            met = true;
            let Some(next) = run.exchanges.get(at + 1) else {
                continue;
            };
            let waited = next.at.duration_since(entry.at).as_millis();
            if waited < seconds * 1000 {
                let what = format!(
                    "{} with Retry-After: {seconds} was followed by the next request after \
                     {waited} ms",
                    entry.status
                );
                return Finding::broken(index, what);
            }
        }
    }
    if met {
        Finding::Met
    } else {
        Finding::undecided("the client met no answer with Retry-After")
    }
}

fn retry_after(entry: &Entry) -> Option<i128> {
    let head = entry.answer.as_ref()?;
    head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_it = name.eq_ignore_ascii_case("retry-after");
        is_it.then(|| value.trim().parse().ok()).flatten()
    })
}
