//! The Test Anything Protocol, version 14: a test point for each result. A known failure is TODO, a
//! broken should is a pass with a comment.

use std::fmt::Write as _;

use super::{
    model::{Entry, Report},
    secrets,
};
use crate::judge::verdict::Status;

/// Writes it.
#[must_use]
pub fn write(report: &Report) -> String {
    let extra = report.stale.len() + report.snapshots.len();
    // Writing to a string cannot fail.
    let mut text = format!("TAP version 14\n1..{}\n", report.results.len() + extra);
    let _ = writeln!(
        text,
        "# {}, catalogue revision {}",
        one_line(&report.client),
        report.revision
    );
    let mut number = 0;
    let mut point = |text: &mut String, ok: bool, name: &str| {
        number += 1;
        let not = if ok { "" } else { "not " };
        let _ = write!(text, "{not}ok {number} - {}", escaped(name));
    };
    for entry in &report.results {
        point(&mut text, is_ok(entry), &entry.id);
        if let Some(known) = &entry.known {
            let _ = write!(text, " # TODO {}", escaped(&known.reason));
        } else if entry.status == Status::Skip {
            let _ = write!(text, " # SKIP {}", escaped(&entry.reasons.join("; ")));
        }
        text.push('\n');
        if !matches!(entry.status, Status::Pass | Status::Skip) {
            diagnosis(&mut text, entry);
        }
        for remark in &entry.remarks {
            let _ = writeln!(text, "# remark: {}", one_line(remark));
        }
    }
    for stale in &report.stale {
        point(&mut text, false, &format!("known failure {}", stale.check));
        let passed = stale.passed.join(", ");
        let _ = writeln!(text, "\n# listed as known, and passes now: {passed}");
    }
    for snapshot in &report.snapshots {
        point(&mut text, false, &format!("snapshot {}", snapshot.name));
        let _ = writeln!(text, "\n# {}", one_line(&snapshot.what));
    }
    text
}

/// A TODO may fail; what is only bad manners fails nothing.
fn is_ok(entry: &Entry) -> bool {
    matches!(entry.status, Status::Pass | Status::Skip | Status::Warn)
}

/// A YAML block, its texts in JSON's quotes, which are YAML's too.
fn diagnosis(text: &mut String, entry: &Entry) {
    let quoted = |text: &str| serde_json::to_string(&secrets::struck_out(text)).unwrap_or_default();
    let _ = writeln!(text, "  ---\n  severity: {}", entry.status.word());
    let _ = writeln!(text, "  rule: {}", quoted(&entry.rule));
    let _ = writeln!(text, "  source: {}", quoted(&entry.source));
    let _ = writeln!(text, "  found:");
    for reason in &entry.reasons {
        let _ = writeln!(text, "    - {}", quoted(reason));
    }
    if let Some(mend) = entry.mend() {
        let _ = writeln!(text, "  mend: {}", quoted(&mend));
    }
    let _ = writeln!(text, "  repeat: {}\n  ...", quoted(&entry.repeat));
}

/// A description or reason, in which `#` and `\` would mean something.
fn escaped(text: &str) -> String {
    one_line(text).replace('\\', r"\\").replace('#', r"\#")
}

fn one_line(text: &str) -> String {
    let text = secrets::struck_out(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
