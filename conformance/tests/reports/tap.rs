//! The TAP report as a harness reads it.

use hq_conformance::report::format::Format;

use crate::sample;

/// The test points: whether each is `ok`, and its directive.
fn points(text: &str) -> Vec<(bool, &str)> {
    let lines = text.lines();
    let points = lines.filter(|line| line.starts_with("ok ") || line.starts_with("not ok "));
    points
        .map(|line| {
            let directive = line
                .match_indices('#')
                .find(|(at, _)| !line[..*at].ends_with('\\'));
            let directive = directive.map_or("", |(at, _)| &line[at + 2..]);
            (line.starts_with("ok "), directive)
        })
        .collect()
}

#[test]
fn the_plan_counts_the_points_and_they_are_numbered() {
    let text = Format::Tap.write(&sample::everything());
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    let points = points(&text);
    assert_eq!(lines.next(), Some(format!("1..{}", points.len()).as_str()));
    for number in 1..=points.len() {
        assert!(text.contains(&format!("ok {number} - ")), "{number}");
    }
}

#[test]
fn a_known_failure_is_to_do_and_a_skip_is_a_skip() {
    let text = Format::Tap.write(&sample::everything());
    let points = points(&text);
    let (ok, directive) = points[0];
    assert!(
        !ok && directive.starts_with("TODO sed decides"),
        "{directive}"
    );
    assert!(
        points[5].0 && points[5].1.starts_with("SKIP the client"),
        "{points:?}"
    );
    let failed = points.iter().filter(|(ok, todo)| !ok && todo.is_empty());
    // One error, two failures, one stale entry, one snapshot.
    assert_eq!(failed.count(), 5);
}
