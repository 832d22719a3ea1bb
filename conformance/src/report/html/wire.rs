//! The runs of a scenario in time, and what went over the wire.

use maud::{Markup, html};

use super::{anchor, clean};
use crate::report::{
    model::{Exchange, Run, Shown},
    transcript,
};

/// A timeline of all runs, and under it the exchanges of each, the run of the breach unfolded.
pub(super) fn transcripts(id: &str, shown: &Shown) -> Markup {
    let name = |run: usize, exchange: usize| format!("{}-{run}-{exchange}", anchor(id));
    html! {
        ol.timeline {
            @for (number, run) in (1..).zip(&shown.runs) {
                li class=[(number == shown.run).then_some("here")] {
                    span.run { "run " (number) small { (format!(" {:.0} ms", run.seconds * 1000.0)) } }
                    @for (index, exchange) in run.exchanges.iter().enumerate() {
                        @if run.left_out > 0 && index == run.exchanges.len() / 2 { span.more { "+" (run.left_out) } }
                        a.dot.(class(exchange.status)) href={ "#" (name(number, index)) } title=(clean(&exchange.target)) {
                            (exchange.status) @if asks_again(exchange) { span.token { "token" } }
                        }
                    }
                    span.end { (run.ended) }
                }
            }
        }
        @for (number, run) in (1..).zip(&shown.runs) {
            details.wire open[number == shown.run] {
                summary { "run " (number) " on the wire" }
                @for (index, exchange) in run.exchanges.iter().enumerate() {
                    pre id=(name(number, index)) { (marked(exchange)) }
                }
                (last_words(run))
            }
        }
    }
}

fn last_words(run: &Run) -> Markup {
    html! {
        @if run.exchanges.is_empty() { p { "No request arrived in its project space." } }
        @if !run.stderr.is_empty() { p { "Its standard error ended with:" } pre { (clean(&run.stderr)) } }
    }
}

/// The lines of an exchange, each in the colour of its side.
fn marked(exchange: &Exchange) -> Markup {
    let class = |line: &str| match line.as_bytes().first() {
        Some(b'>') => "asked",
        Some(b'<') => "answered",
        _ => "note",
    };
    html! {
        @for line in transcript::lines(exchange).lines() {
            span class=(class(line)) { (clean(line)) "\n" }
        }
    }
}

fn asks_again(exchange: &Exchange) -> bool {
    exchange.target.contains("previous_export=")
}

fn class(status: u16) -> &'static str {
    match status {
        200..300 => "s2",
        300..400 => "s3",
        401 => "s401",
        400..500 => "s4",
        _ => "s5",
    }
}
