//! All about one result.

use maud::{Markup, html};

use super::{anchor, badge, clean, wire};
use crate::{
    catalogue::check::Level,
    report::model::{Entry, Shown},
};

/// A result, folded; what has to be looked at is open if it is the only one.
pub(super) fn result(entry: &Entry) -> Markup {
    let level = match entry.level {
        Level::Must => "must",
        Level::Should => "should",
    };
    html! {
        details id=(anchor(&entry.id)) class={ "result " (entry.word()) } data-status=(entry.word())
            data-name=(entry.id)
        {
            summary {
                (badge(entry.word())) code { (entry.id) }
                @if !entry.remarks.is_empty() { (badge("remark")) }
                span.rule { (entry.rule) }
            }
            dl {
                dt { "rule" } dd { (entry.rule) " " small { "(" (level) ", " (entry.source) ")" } }
                dt { "why" } dd { (entry.why) }
                @if let Some(known) = &entry.known {
                    dt { "known" }
                    dd {
                        (clean(&known.reason))
                        @if let Some(link) = safe_link(known.link.as_deref()) {
                            " " a href=(link) rel="noreferrer" { (link) }
                        }
                    }
                }
                @for reason in &entry.reasons { dt { "found" } dd.found { (clean(reason)) } }
                @for remark in &entry.remarks { dt { "remark" } dd { (clean(remark)) } }
                @if let Some(shown) = &entry.shown { (played(shown)) }
                @if let Some(mend) = entry.mend() { dt { "mend" } dd { pre.line { (mend) } } }
                dt { "repeat" } dd { pre.line { (entry.repeat) } }
            }
            @if let Some(shown) = &entry.shown { (wire::transcripts(&entry.id, shown)) }
        }
    }
}

fn played(shown: &Shown) -> Markup {
    html! {
        dt { "played" }
        dd { (shown.story) @if !shown.case.is_empty() { " (" (shown.case) ")" } }
        @if let Some(curl) = &shown.curl { dt { "request" } dd { pre.line { (clean(curl)) } } }
    }
}

/// Only links to pages are links: a list of known failures is not code.
fn safe_link(link: Option<&str>) -> Option<&str> {
    link.filter(|link| link.starts_with("https://") || link.starts_with("http://"))
}
