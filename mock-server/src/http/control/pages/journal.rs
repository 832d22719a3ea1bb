//! What was asked of a space and answered, the newest first.

use maud::{Markup, html};

use crate::{
    http::call::pages::moment::moment,
    journal::{
        entry::{Credentials, Entry, ExportRecord, Sent},
        ring::Page,
    },
};

/// The entries of a page.
#[must_use]
pub fn journal(page: &Page) -> Markup {
    html! {
        @if page.entries.is_empty() { p.quiet { "Nothing." } }
        @for entry in page.entries.iter().rev() { (one(entry)) }
        @if page.dropped > 0 {
            p.quiet { (page.dropped) " older ones were dropped." }
        }
    }
}

fn one(entry: &Entry) -> Markup {
    html! {
        details {
            summary {
                span class={ "mark " (kind(entry.status)) } { (entry.status) } " "
                b { (entry.method) } " " code { (entry.target) } " "
                span.quiet { "no. " (entry.number) " at " (moment(entry.at)) ", " (who(&entry.credentials)) }
                @if let Some(fault) = &entry.fault { " " span.mark.failed { "fault" } span.quiet { " " (fault) } }
                @if let Some(broken) = broken(entry.sent) { " " span.mark.failed { (broken) } }
                @if let Some(note) = entry.notes.first() { br; span.note { (note) } }
            }
            div {
                @if entry.notes.len() > 1 {
                    ul.notes { @for note in &entry.notes[1..] { li { (note) } } }
                }
                @if let Some(export) = &entry.export { (exported(export)) }
                div.heads {
                    pre {
                        (entry.method) " " (entry.target) " HTTP/1.1\n"
                        @for field in &entry.request { (field.name) ": " (field.value) "\n" }
                    }
                    pre { (entry.answer.as_deref().unwrap_or("under way").trim_end()) }
                }
                @if let Some(sent) = &entry.sent {
                    p.quiet { (sent.body_bytes) " bytes of body were sent." }
                }
            }
        }
    }
}

fn kind(status: u16) -> &'static str {
    match status {
        200..=299 => "ok",
        300..=399 => "away",
        400..=499 => "refused",
        _ => "failed",
    }
}

fn who(credentials: &Credentials) -> String {
    match credentials {
        Credentials::None => "nobody".to_owned(),
        Credentials::Refused { reason } => format!("refused: {reason}"),
        Credentials::Verified { username } => username.clone(),
        Credentials::Forbidden { username } => format!("{username}, who may not"),
    }
}

fn broken(sent: Option<Sent>) -> Option<&'static str> {
    match sent {
        Some(sent) if !sent.whole => Some("broke off"),
        _ => None,
    }
}

fn exported(export: &ExportRecord) -> Markup {
    html! {
        p.quiet {
            (export.kind) " export, " (export.document_count) " documents"
            @if let Some(xmlns) = &export.xmlns { " of " code { (xmlns) } }
            @if let Some(given) = &export.token_given { ", token given " code { (given) } }
            @if let Some(issued) = &export.token_issued { ", token issued " code { (issued) } }
            "."
        }
    }
}
