//! Markdown for the summary of a CI step: the outcome first, then what failed, unfolded on a click.

use std::fmt::Write as _;

use super::{
    model::{Entry, Report},
    secrets,
    transcript::transcript,
};
use crate::{exit::Exit, judge::verdict::Status};

/// How long a summary may be: services cut or refuse what is over a mebibyte.
const LONGEST: usize = 900_000;

/// Writes it.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut text = heading(report);
    let bad = report.by_weight().into_iter();
    let bad: Vec<_> = bad.filter(|entry| entry.is_bad()).collect();
    for (index, entry) in bad.iter().enumerate() {
        let part = failure(entry);
        if text.len() + part.len() > LONGEST {
            let left = bad.len() - index;
            let _ = writeln!(text, "\n... and {left} more, which would not fit here.");
            break;
        }
        text.push_str(&part);
    }
    upkeep(&mut text, report);
    known(&mut text, report);
    remarks(&mut text, report);
    skipped(&mut text, report);
    text
}

fn heading(report: &Report) -> String {
    let counts = &report.counts;
    let mark = if report.exit == Exit::Conforms {
        "✅"
    } else {
        "❌"
    };
    format!(
        "## {mark} {}: {}\n\n\
         | pass | fail | known | warn | skip | error |\n\
         |---:|---:|---:|---:|---:|---:|\n\
         | {} | {} | {} | {} | {} | {} |\n\n\
         Exit {}. {} of {} checks judged, {} results, catalogue revision `{}`, kit {}, {:.1} s.\n",
        inline(&report.client),
        inline(&report.meaning),
        counts.pass,
        counts.fail,
        counts.known,
        counts.warn,
        counts.skip,
        counts.error,
        report.exit.code(),
        counts.judged,
        report.catalogue,
        counts.results,
        report.revision,
        report.kit,
        report.seconds,
    )
}

fn failure(entry: &Entry) -> String {
    let mut text = format!(
        "\n<details><summary><b>{}</b> <code>{}</code>: {}</summary>\n\n",
        entry.word(),
        html(&entry.id),
        html(&entry.rule)
    );
    let _ = writeln!(text, "{} ({})\n", inline(&entry.why), inline(&entry.source));
    for reason in &entry.reasons {
        let _ = writeln!(text, "- {}", inline(reason));
    }
    for remark in &entry.remarks {
        let _ = writeln!(text, "- remark: {}", inline(remark));
    }
    if let Some(shown) = &entry.shown {
        let _ = writeln!(
            text,
            "\nPlayed: {}. Run {}:",
            inline(&shown.story),
            shown.run
        );
        if let Some(run) = shown.runs.get(shown.run.saturating_sub(1)) {
            text.push_str(&fenced(&transcript(run)));
        }
        if let Some(curl) = &shown.curl {
            text.push_str(&fenced(curl));
        }
    }
    let mut commands = Vec::from_iter(entry.mend());
    commands.push(entry.repeat.clone());
    text.push_str(&fenced(&commands.join("\n")));
    text.push_str("\n</details>\n");
    text
}

fn upkeep(text: &mut String, report: &Report) {
    for stale in &report.stale {
        let passed = stale.passed.join(", ");
        let _ = writeln!(
            text,
            "\n**stale** `{}` is listed as a known failure, and passes now: {}",
            stale.check,
            inline(&passed)
        );
    }
    for snapshot in &report.snapshots {
        let what = inline(&snapshot.what);
        let _ = writeln!(text, "\n**snapshot** `{}`: {what}", snapshot.name);
        if !snapshot.diff.is_empty() {
            text.push_str(&fenced_as("diff", &snapshot.diff));
        }
    }
}

fn known(text: &mut String, report: &Report) {
    let mut entries = report.results.iter().peekable();
    let mut rows = String::new();
    for entry in entries.by_ref() {
        if let Some(known) = &entry.known {
            let link = known.link.as_deref().unwrap_or_default();
            let reason = inline(&known.reason);
            let _ = writeln!(rows, "| `{}` | {reason} | {link} |", entry.id);
        }
    }
    if !rows.is_empty() {
        let _ = write!(
            text,
            "\n### Known failures\n\n| result | reason | link |\n|---|---|---|\n{rows}"
        );
    }
}

/// The remarks on what has not been told of at length.
fn remarks(text: &mut String, report: &Report) {
    let mut rows = Vec::new();
    for entry in report.results.iter().filter(|entry| !entry.is_bad()) {
        rows.extend(entry.remarks.iter().map(|remark| (entry, remark.clone())));
    }
    folded(text, &format!("remarks: {}", rows.len()), "remark", &rows);
}

fn skipped(text: &mut String, report: &Report) {
    let skipped = report.results.iter();
    let skipped = skipped.filter(|entry| entry.status == Status::Skip);
    let rows: Vec<_> = skipped.map(|e| (e, e.reasons.join("; "))).collect();
    folded(text, &format!("{} skipped", rows.len()), "why", &rows);
}

/// A table of results and something said of each, unfolded on a click.
fn folded(text: &mut String, title: &str, said: &str, rows: &[(&Entry, String)]) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "\n<details><summary>{title}</summary>\n\n| result | {said} |\n|---|---|\n"
    );
    for (entry, what) in rows {
        let _ = writeln!(text, "| `{}` | {} |", entry.id, inline(what));
    }
    text.push_str("\n</details>\n");
}

/// Text in a line of Markdown, where no sign means anything.
fn inline(text: &str) -> String {
    let text = secrets::struck_out(text);
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => safe.push(' '),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

fn html(text: &str) -> String {
    let text = secrets::struck_out(text);
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn fenced(text: &str) -> String {
    fenced_as("text", text)
}

/// A block of code behind a fence longer than any in it.
fn fenced_as(language: &str, text: &str) -> String {
    let text = secrets::struck_out(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("\n{fence}{language}\n{}\n{fence}\n", text.trim_end())
}
