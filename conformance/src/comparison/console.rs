//! A comparison for a person at a terminal.

use std::fmt::Write as _;

use super::model::Comparison;

/// What differs, story by story, and how often on which side.
#[must_use]
pub fn write(comparison: &Comparison) -> String {
    // Writing to a string cannot fail.
    let (a, b) = (&comparison.a, &comparison.b);
    let mut text = format!("- {a}\n+ {b}\n");
    let mut differing = [0; 3];
    let mut runs = 0;
    for play in &comparison.plays {
        for (number, run) in (1..).zip(&play.runs) {
            runs += 1;
            for (count, (name, aspect)) in differing.iter_mut().zip(run.aspects()) {
                if aspect.same {
                    continue;
                }
                *count += 1;
                let _ = writeln!(
                    text,
                    "\n{} ({})\nrun {number}, {name}:",
                    play.name, play.story
                );
                for line in aspect.diff.lines().filter(|line| !line.starts_with("@@")) {
                    let _ = writeln!(text, "  {line}");
                }
            }
        }
    }
    for (name, parts) in [(a, &comparison.only_a), (b, &comparison.only_b)] {
        if !parts.is_empty() {
            let _ = writeln!(text, "\nonly {name} can do {}", parts.join(", "));
        }
    }
    let [wire, outcome, data] = differing;
    let _ = writeln!(
        text,
        "\n{} stories, {runs} runs of each: {wire} differ on the wire, {outcome} in outcome, {data} in data",
        comparison.plays.len()
    );
    text
}
