//! What went over the wire in one run of the client, as text.

use std::fmt::Write as _;

use super::model::{Exchange, Run};

/// The exchanges of a run, as curl shows them: `>` what was asked, `<` what was answered, `*` what
/// the server makes of it.
#[must_use]
pub fn transcript(run: &Run) -> String {
    let mut text = String::new();
    if run.exchanges.is_empty() {
        text.push_str("* no request arrived in its project space\n");
    }
    for (index, exchange) in run.exchanges.iter().enumerate() {
        if run.left_out > 0 && index == run.exchanges.len() / 2 {
            let _ = writeln!(text, "* ... {} more exchanges ...", run.left_out);
        }
        text.push_str(&lines(exchange));
    }
    text
}

/// One exchange.
#[must_use]
pub fn lines(exchange: &Exchange) -> String {
    // Writing to a string cannot fail.
    let mut text = format!("> {} {}\n", exchange.method, exchange.target);
    for field in &exchange.request {
        let _ = writeln!(text, "> {field}");
    }
    if exchange.answer.is_empty() {
        let _ = writeln!(text, "< {}", exchange.status);
    }
    for line in &exchange.answer {
        let _ = writeln!(text, "< {line}");
    }
    if let Some(bytes) = exchange.body_bytes {
        let whole = if exchange.whole {
            ""
        } else {
            ", not the whole answer"
        };
        let _ = writeln!(text, "< [{bytes} bytes{whole}]");
    }
    for note in &exchange.notes {
        let _ = writeln!(text, "* {note}");
    }
    text
}
