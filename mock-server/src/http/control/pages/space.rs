//! One project space.

use maud::{Markup, html};

use super::style::{self, fact};
use crate::{
    hq::Island,
    http::{
        call::{address, pages::moment::moment},
        control::space_json,
    },
    quirks::{Choices, Profile},
    world::{
        clock::Pace,
        people::{People, Standing},
        space::ProjectSpace,
    },
};

/// How many tokens are shown, the newest.
const TOKENS: usize = 20;

/// The page, with so many of the newest entries of the journal.
#[must_use]
pub fn space(island: &Island, base_url: &str, newest: usize) -> Markup {
    let journal = island.journal.newest(0, newest);
    let space = island.space();
    let listing = address::listing(base_url, &space.name, space.choices.listing_address);
    style::page(
        &space.name,
        &html! {
            nav { a href="/_fakehq/" { "All project spaces" } " · " a href=(listing) { "Its exports" } }
            h1 { "Project space " (space.name) }
            (facts(&space))
            p {}
            (buttons(&space))
            h2 { "Requests" }
            (journal_head(island, newest))
            (super::journal::journal(&journal))
            h2 { "People" }
            (people(&space.people))
            h2 { "Export tokens" }
            (tokens(&space))
            h2 { "Faults laid" }
            (faults(&space))
            h2 { "Choices that are not the default" }
            (choices(&space.choices))
        },
    )
}

fn facts(space: &ProjectSpace) -> Markup {
    let pace = match space.clock.pace() {
        Pace::Running => "runs",
        Pace::Frozen => "stands still",
    };
    html! {
        div.facts {
            (fact("Behaves as", &html! { (space_json::profile(&space.choices).unwrap_or("choices of its own")) }))
            (fact("Plan", &html! { (space.plan) }))
            (fact("Open to", &html! { (space.access) }))
            (fact("Submissions", &html! { (space.forms.len()) }))
            (fact("Cases", &html! { (space.cases.cases().len()) }))
            (fact("Custom exports", &html! { (space.custom_exports.len()) }))
            (fact(&format!("Clock, which {pace}"), &html! { (moment(space.now())) }))
        }
    }
}

/// What can be done, each a form of its own.
fn buttons(space: &ProjectSpace) -> Markup {
    let pace = match space.clock.pace() {
        Pace::Running => ("freeze", "Freeze the clock"),
        Pace::Frozen => ("run", "Let the clock run"),
    };
    let all = [
        ("1m", "Clock on by a minute"),
        ("1h", "by an hour"),
        ("1d", "by a day"),
        pace,
        ("clear", "Clear the requests"),
        ("forget", "Forget all tokens"),
        ("lift", "Lift all faults"),
        ("reset", "Reset the space"),
    ];
    html! {
        @for (what, words) in all {
            form method="post" action={ "/_fakehq/dashboard/" (space.name) } {
                button name="do" value=(what) { (words) }
            }
        }
    }
}

fn journal_head(island: &Island, newest: usize) -> Markup {
    let last = island.journal.last();
    html! {
        @if last > newest as u64 {
            p.quiet { "The newest " (newest) " of " (last) "; " code { "?newest=200" } " shows more." }
        }
    }
}

fn people(people: &People) -> Markup {
    html! {
        table {
            thead { tr { th { "Login" } th { "Password" } th { "Who" } } }
            tbody {
                @for user in &people.web_users {
                    tr { td { (user.username) } td { code { (user.password) } } td { (standing(user.standing)) } }
                }
                @for worker in &people.mobile_workers {
                    tr {
                        td { (worker.username) }
                        td { code { (worker.password) } }
                        td { "mobile worker" @if !worker.active { ", no longer active" } }
                    }
                }
            }
        }
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Exporter => "web user, may export",
        Standing::Viewer => "web user, may not export",
        Standing::Outsider => "no member",
        Standing::Superuser => "superuser, no member",
    }
}

fn tokens(space: &ProjectSpace) -> Markup {
    let all = space.tokens.all();
    html! {
        @if all.is_empty() { p.quiet { "None has been issued." } }
        @else {
            table {
                thead { tr { th { "Token" } th { "For" } th { "Acknowledges" } th { "Issued at" } } }
                tbody {
                    @for issued in all.iter().rev().take(TOKENS) {
                        @let checkpoint = &issued.checkpoint;
                        tr {
                            td { code { (issued.token) } }
                            td { (checkpoint.issued_for().unwrap_or_else(|| "no form".to_owned())) }
                            td.number { "what arrived up to no. " (checkpoint.arrived) }
                            td { (moment(checkpoint.at)) }
                        }
                    }
                }
            }
            @if all.len() > TOKENS { p.quiet { (all.len() - TOKENS) " older ones." } }
        }
    }
}

fn faults(space: &ProjectSpace) -> Markup {
    let laid = space.faults.laid();
    html! {
        @if laid.is_empty() { p.quiet { "None." } }
        @else {
            table {
                thead { tr { th { "No." } th { "What" } th { "On" } th { "When" } th { "Seen" } th { "Struck" } } }
                tbody {
                    @for one in laid {
                        tr {
                            td.number { (one.id) }
                            td { (one.fault) }
                            td { (one.fault.which) }
                            td { (one.fault.when) }
                            td.number { (one.seen) }
                            td.number { (one.struck) }
                        }
                    }
                }
            }
        }
    }
}

fn choices(choices: &Choices) -> Markup {
    let default = Choices::of(Profile::Documented).names();
    let cards = Choices::cards();
    let differing: Vec<_> = cards
        .iter()
        .zip(choices.names())
        .zip(default)
        .filter(|((_, chosen), default)| chosen != default)
        .collect();
    html! {
        @if differing.is_empty() { p.quiet { "None." } }
        @else {
            table {
                thead { tr { th { "Quirk" } th { "Choice" } th { "About" } } }
                tbody {
                    @for ((card, chosen), _) in differing {
                        tr { td { code { (card.id) } } td { code { (chosen) } } td { (card.title) } }
                    }
                }
            }
        }
    }
}
