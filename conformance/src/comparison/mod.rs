//! Two clients through the same worlds: what differs on the wire, in outcome and in data.
//!
//! - [`trace`]: one run of a client as lines that can be compared
//! - [`model`]: what was found
//! - [`console`]: that for a person

pub mod console;
pub mod model;
pub mod trace;

use std::path::Path;

use crate::stories::Performance;
use model::{Aspect, Comparison, Play, Run, SCHEMA};
use trace::Trace;

/// A client and what it played.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its manifest's folder.
    pub here: &'a Path,
    /// What it played.
    pub performances: &'a [Performance],
}

/// Compares what both played; what only one of them can do is named.
#[must_use]
pub fn compared(a: Side<'_>, b: Side<'_>) -> Comparison {
    let parts = |side: Side<'_>, other: Side<'_>| {
        let alone = |one: &&Performance| partner(one, other).is_none();
        let parts = side.performances.iter().filter(alone);
        let mut parts: Vec<_> = parts
            .map(|one| format!("{}.{}", one.operation.name(), one.format))
            .collect();
        parts.dedup();
        parts
    };
    let both = a.performances.iter();
    let plays = both.filter_map(|one| Some(play(one, a.here, partner(one, b)?, b.here)));
    Comparison {
        schema: SCHEMA,
        a: a.name.to_owned(),
        b: b.name.to_owned(),
        plays: plays.collect(),
        only_a: parts(a, b),
        only_b: parts(b, a),
    }
}

fn partner<'s>(one: &Performance, side: Side<'s>) -> Option<&'s Performance> {
    side.performances.iter().find(|other| {
        other.operation == one.operation && other.format == one.format && other.story == one.story
    })
}

fn play(a: &Performance, a_here: &Path, b: &Performance, b_here: &Path) -> Play {
    let (of_a, of_b) = (trace::traces(a, a_here), trace::traces(b, b_here));
    Play {
        name: a.name(),
        story: a.played.scenario.story(),
        runs: of_a.iter().zip(&of_b).map(|(a, b)| run(a, b)).collect(),
    }
}

fn run(a: &Trace, b: &Trace) -> Run {
    Run {
        wire: Aspect::of(&a.wire, &b.wire),
        outcome: Aspect::of(&a.outcome, &b.outcome),
        data: Aspect::of(&a.data, &b.data),
    }
}
