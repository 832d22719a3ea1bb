//! What `fakehq serve` prints of each request: a line for people, with the reason of a refusal below
//! it, or a JSON line for programs.

use std::{io::Write as _, sync::mpsc, thread};

use fakehq::journal::entry::{Credentials, Entry};
use serde_json::{Value, json};

use super::serve::Log;

/// Lines that may wait to be printed.
const WAITING: usize = 1_000;

/// Prints entries of journals as they come.
///
/// From a thread of its own, and what it cannot print in time is left out: a program that reads the
/// first line and no more must not bring the server to a stop.
pub(super) fn printer(log: Log) -> impl Fn(&str, &Entry) + Send + Sync + 'static {
    let (sender, lines) = mpsc::sync_channel::<String>(WAITING);
    thread::spawn(move || {
        for line in lines {
            let mut out = std::io::stdout().lock();
            // Whoever started the server may have closed its output; that is no reason to end.
            let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
        }
    });
    move |space, entry| {
        let line = match log {
            Log::Human => human(entry),
            Log::Json => format!("{}\n", event(space, entry)),
        };
        let _ = sender.try_send(line);
    }
}

/// `09:00:01 401 GET /a/demo/reports/export/?... user@example.org, 22 bytes`, then the notes.
fn human(entry: &Entry) -> String {
    let time = entry.at.strftime("%H:%M:%S");
    let who = match &entry.credentials {
        Credentials::None => String::new(),
        Credentials::Refused { .. } => ", login refused".to_owned(),
        Credentials::Verified { username } => format!(", {username}"),
        Credentials::Forbidden { username } => format!(", {username} may not"),
    };
    let sent = entry.sent.map_or(String::new(), |sent| {
        let cut = if sent.whole {
            ""
        } else {
            ", not the whole answer"
        };
        format!(", {} bytes{cut}", sent.body_bytes)
    });
    let mut text = format!(
        "{time} {} {} {}{who}{sent}\n",
        entry.status, entry.method, entry.target
    );
    if let Some(fault) = &entry.fault {
        text += &format!("         fault: {fault}\n");
    }
    for note in &entry.notes {
        text += &format!("         {note}\n");
    }
    printable(&text)
}

fn event(space: &str, entry: &Entry) -> Value {
    json!({ "event": "request", "space": space, "entry": entry })
}

/// A client's bytes must not steer a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { '?' } else { c })
        .collect()
}
