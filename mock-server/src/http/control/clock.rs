//! `GET` and `POST /_fakehq/spaces/{space}/clock`

use axum::{body::Bytes, response::Response};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{
    extract::{self, Answer, Space, told, wrong},
    operation::{Operation, Verb},
    space_json,
};
use crate::{hq::Island, input::span::Span, world::clock::Pace};

/// What can be asked of a clock; any one or several of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Let it run, or freeze it.
    pace: Option<Pace>,
    /// The moment it shall show: `2014-01-05T09:10:00Z`.
    set: Option<Timestamp>,
    /// How far it shall move on: seconds, or `90s`, `10m`, `2h`, `1d`.
    advance: Option<Span>,
}

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/clock";
    vec![
        Operation::new(Verb::Get, PATH, "showClock", show)
            .does("The clock of a space")
            .answers(200, "`now`, and `pace`: `run` or `frozen`"),
        Operation::new(Verb::Post, PATH, "changeClock", change)
            .does("Moves the clock, sets it, freezes it or lets it run; several at once")
            .answers(200, "As `showClock`")
            .takes("ten minutes on", json!({ "advance": "10m" }))
            .takes("a moment", json!({ "set": "2014-01-05T09:10:00Z" }))
            .takes("stand still", json!({ "pace": "frozen" })),
    ]
}

/// Shows the clock.
pub async fn show(Space(island): Space) -> Answer {
    shown(&island)
}

/// Changes the clock and shows it.
pub async fn change(Space(island): Space, body: Bytes) -> Answer {
    applied(&island, &body)?;
    shown(&island)
}

fn applied(island: &Island, body: &[u8]) -> Result<(), Response> {
    let change: Change = extract::small(body, r#"{"advance": "10m"}"#)?;
    let mut space = island.space();
    let mut clock = space.clock.clone();
    if let Some(pace) = change.pace {
        clock.set_pace(pace);
    }
    if let Some(moment) = change.set {
        clock.set(moment);
    }
    if let Some(by) = change.advance {
        clock.advance(by.signed()).map_err(wrong)?;
    }
    space.clock = clock;
    Ok(())
}

fn shown(island: &Island) -> Answer {
    let clock = space_json::clock(&island.space());
    told(&clock)
}
