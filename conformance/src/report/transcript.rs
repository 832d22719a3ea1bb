//! What went over the wire in one run of the client, secrets struck out.

use std::fmt::Write as _;

use fakehq::journal::entry::Entry;

use crate::play::played::PlayedRun;

/// How many exchanges are shown; of more, the first and the last ones.
const SHOWN: usize = 6;

/// The exchanges of a run, as curl shows them: `>` what was asked, `<` what was answered, `*` what
/// the server makes of it.
#[must_use]
pub fn transcript(run: &PlayedRun) -> String {
    let mut text = String::new();
    if run.exchanges.is_empty() {
        text.push_str("* no request arrived in its project space\n");
    }
    let all = run.exchanges.len();
    for (index, entry) in run.exchanges.iter().enumerate() {
        let hidden = all > SHOWN && (SHOWN / 2..all - SHOWN / 2).contains(&index);
        if !hidden {
            exchange(&mut text, entry);
        } else if index == SHOWN / 2 {
            let _ = writeln!(text, "* ... {} more exchanges ...", all - SHOWN);
        }
    }
    text
}

fn exchange(text: &mut String, entry: &Entry) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "> {} {}", entry.method, entry.target);
    for field in &entry.request {
        let _ = writeln!(text, "> {}: {}", field.name, field.value);
    }
    match &entry.answer {
        Some(head) => {
            for line in head.lines().filter(|line| !line.is_empty()) {
                let _ = writeln!(text, "< {line}");
            }
        }
        None => {
            let _ = writeln!(text, "< {}", entry.status);
        }
    }
    if let Some(sent) = entry.sent {
        let whole = if sent.whole {
            ""
        } else {
            ", not the whole answer"
        };
        let _ = writeln!(text, "< [{} bytes{whole}]", sent.body_bytes);
    }
    for note in &entry.notes {
        let _ = writeln!(text, "* {note}");
    }
}
