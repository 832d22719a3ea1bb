//! Pages and refusals of the server in place of data.

use std::collections::BTreeSet;

use crate::{
    judge::{Bench, finding::Finding},
    play::kit_world::PAGE_MARK,
};

/// How the places of the fresh working folder begin.
const WORKING_FOLDER: &str = "cwd/";

/// What a refused export answers in plain text.
const REFUSAL: &str = "Authorization Required";

/// What tells the JSON by which a plan below Standard is refused (facts G.4).
const PLAN_REFUSAL: [&str; 2] = ["\"code\"", "401"];

/// No container holds a page of the server, nor its refusal.
///
/// The working folder is gone after the run; what lies there counts only for a client that keeps its
/// data there. Nor does a page count that was kept by a run which says that it failed.
pub(in crate::judge) fn are_not_kept(bench: &Bench<'_>) -> Finding {
    let is_scratch = |place: &str| place.starts_with(WORKING_FOLDER);
    let places = &bench.learned.places;
    let keeps_elsewhere = !places.is_empty() && !places.iter().any(|place| is_scratch(place));
    // What a run laid aside that says it failed, to be looked at, is no data; nor is it later.
    let mut aside: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (index, run) in bench.played.runs.iter().enumerate() {
        let containers = run.kept.containers.iter();
        let kept = containers.map(|container| (&*container.place, &*container.text));
        if bench.says_it_failed(run) {
            aside.extend(kept);
            continue;
        }
        for container in &run.kept.containers {
            if keeps_elsewhere && is_scratch(&container.place)
                || aside.contains(&(&container.place, &container.text))
            {
                continue;
            }
            let text = container.text.trim();
            let is = if text.contains(PAGE_MARK) {
                "a page of the server"
            } else if text == REFUSAL {
                "the text of a 401"
            } else if text.starts_with('{')
                && text.len() < 500
                && PLAN_REFUSAL.iter().all(|sign| text.contains(sign))
            {
                "the JSON of a 401"
            } else {
                continue;
            };
            return Finding::broken(index, format!("{} is {is}, kept as data", container.place));
        }
    }
    if bench.played.runs.iter().all(|run| run.exchanges.is_empty()) {
        return Finding::undecided(
            "the client asked for nothing, so that there was no page to keep",
        );
    }
    Finding::Met
}
