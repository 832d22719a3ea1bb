//! `GET` and `POST /_fakehq/spaces/{space}/clock`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::{island, refused};
use crate::{
    hq::{Hq, Island},
    http::answer,
    world::clock::Pace,
};

/// What can be asked of a clock; any one or several of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Let it run, or freeze it.
    pace: Option<PaceWord>,
    /// The moment it shall show: `2014-01-05T09:10:00Z`.
    set: Option<Timestamp>,
    /// How far it shall move on: seconds, or `90s`, `10m`, `2h`, `1d`.
    advance: Option<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PaceWord {
    Run,
    Frozen,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`advance` is a whole number of seconds, or a text such as \"90s\", \"10m\", \"2h\", \"1d\""
)]
enum Span {
    Seconds(i64),
    Text(String),
}

/// Shows the clock.
pub async fn show(State(hq): State<Arc<Hq>>, name: Path<String>) -> Response {
    match island(&hq, &name) {
        Ok(island) => shown(&island),
        Err(response) => response,
    }
}

/// Changes the clock and shows it.
pub async fn change(State(hq): State<Arc<Hq>>, name: Path<String>, body: Bytes) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    match applied(&island, &body) {
        Ok(()) => shown(&island),
        Err(error) => refused(StatusCode::BAD_REQUEST, error),
    }
}

fn applied(island: &Island, body: &[u8]) -> Result<(), String> {
    const EXAMPLE: &str = r#"send for example {"advance": "10m"}"#;
    let change: Change =
        serde_json::from_slice(body).map_err(|error| format!("{error}; {EXAMPLE}"))?;
    let advance = change.advance.as_ref().map(Span::length).transpose()?;
    let mut space = island.space();
    let mut clock = space.clock.clone();
    match change.pace {
        Some(PaceWord::Run) => clock.set_pace(Pace::Running),
        Some(PaceWord::Frozen) => clock.set_pace(Pace::Frozen),
        None => {}
    }
    if let Some(moment) = change.set {
        clock.set(moment);
    }
    if let Some(by) = advance {
        clock.advance(by).map_err(|error| error.to_string())?;
    }
    space.clock = clock;
    Ok(())
}

fn shown(island: &Island) -> Response {
    let clock = &island.space().clock;
    let pace = match clock.pace() {
        Pace::Running => "run",
        Pace::Frozen => "frozen",
    };
    let shown = json!({ "now": clock.now().to_string(), "pace": pace });
    answer::json(StatusCode::OK, &shown)
}

impl Span {
    fn length(&self) -> Result<SignedDuration, String> {
        let text = match self {
            Self::Seconds(seconds) => return Ok(SignedDuration::from_secs(*seconds)),
            Self::Text(text) => text,
        };
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let scale = match &text[digits.len()..] {
            "s" => Some(1),
            "m" => Some(60),
            "h" => Some(3_600),
            "d" => Some(86_400),
            _ => None,
        };
        digits
            .parse::<i64>()
            .ok()
            .zip(scale)
            .and_then(|(count, scale)| count.checked_mul(scale))
            .map(SignedDuration::from_secs)
            .ok_or_else(|| format!("{text:?} is no span of time; write 90s, 10m, 2h or 1d"))
    }
}
