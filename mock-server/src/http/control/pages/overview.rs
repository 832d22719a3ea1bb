//! All project spaces of a server.

use maud::{Markup, html};

use super::style;
use crate::{
    hq::Hq,
    http::{call::pages::moment::moment, control::space_json},
};

/// The page.
#[must_use]
pub fn overview(hq: &Hq) -> Markup {
    let islands = hq.islands();
    style::page(
        "Project spaces",
        &html! {
            h1 { "fakehq " (env!("CARGO_PKG_VERSION")) ": " (islands.len()) " project spaces" }
            table {
                thead { tr {
                    th { "Space" } th { "Behaves as" } th { "Plan" } th { "Submissions" } th { "Clock" }
                    th { "Tokens" } th { "Faults" } th { "Requests" }
                } }
                tbody {
                    @for island in &islands {
                        @let space = island.space();
                        tr {
                            td {
                                a href={ "/_fakehq/dashboard/" (space.name) } { (space.name) }
                                @if island.is_made_by_name() { span.quiet { " made by its name" } }
                            }
                            td { (space_json::profile(&space.choices).unwrap_or("choices of its own")) }
                            td { (space.plan) }
                            td.number { (space.forms.len()) }
                            td { (moment(space.now())) }
                            td.number { (space.tokens.len()) }
                            td.number { (space.faults.laid().len()) }
                            td.number { (island.journal.last()) }
                        }
                    }
                }
            }
            p.quiet {
                a href="/_fakehq/strays" { "Requests for spaces that do not exist" } ": "
                (hq.strays.journal.last()) ". A space such as "
                code { "demo--empty--hq-2013" } " is made when it is first asked for."
            }
            p.quiet { "For programs: " a href="/_fakehq/openapi.json" { "openapi.json" } "." }
        },
    )
}

/// What was asked of spaces that do not exist.
#[must_use]
pub fn strays(hq: &Hq, newest: usize) -> Markup {
    style::page(
        "Strays",
        &html! {
            nav { a href="/_fakehq/" { "All project spaces" } }
            h1 { "Requests for spaces that do not exist" }
            (super::journal::journal(&hq.strays.journal.newest(0, newest)))
        },
    )
}
