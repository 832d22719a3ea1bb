//! `/_fakehq/` and `/_fakehq/dashboard/{space}`: the pages for people, and their buttons.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    response::Response,
};
use http::StatusCode;
use jiff::SignedDuration;

use super::{
    extract::{Answer, BaseUrl, Space, small_enough, wrong},
    operation::{Operation, Verb},
    reset,
};
use crate::{
    hq::{Hq, Island},
    http::{
        call::{address, answer, query::Query},
        control::pages,
    },
    world::clock::Pace,
};

const SPACE: &str = "/_fakehq/dashboard/{space}";

pub(super) fn operations() -> Vec<Operation> {
    const FORM: &str = "application/x-www-form-urlencoded";
    vec![
        Operation::new(Verb::Get, "/_fakehq/", "dashboard", overview)
            .does("The dashboard: all project spaces")
            .answers(200, "A page for people")
            .in_media("text/html"),
        Operation::new(Verb::Get, "/_fakehq/strays", "dashboardOfStrays", strays)
            .does("The dashboard: what was asked of spaces that do not exist")
            .answers(200, "A page for people")
            .in_media("text/html"),
        Operation::new(Verb::Get, SPACE, "dashboardOfSpace", show)
            .does("The dashboard: one project space and what was asked of it")
            .answers(200, "A page for people")
            .in_media("text/html")
            .query("newest", "How many requests it shows", "50"),
        Operation::new(Verb::Post, SPACE, "pressButton", press)
            .does("A button of the dashboard: `do` is 1m, 1h, 1d, freeze, run, clear, forget, lift or reset")
            .answers(303, "Leads back to the page")
            .in_media("text/html")
            .takes_media("the clock moves on by an hour", FORM, "do=1h".into()),
    ]
}

/// All spaces.
pub async fn overview(State(hq): State<Arc<Hq>>) -> Response {
    answer::page(StatusCode::OK, pages::overview::overview(&hq))
}

/// What was asked of spaces that do not exist.
pub async fn strays(State(hq): State<Arc<Hq>>, RawQuery(query): RawQuery) -> Response {
    let page = pages::overview::strays(&hq, newest(query));
    answer::page(StatusCode::OK, page)
}

/// One space.
pub async fn show(
    Space(island): Space,
    RawQuery(query): RawQuery,
    BaseUrl(base_url): BaseUrl,
) -> Answer {
    let page = pages::space::space(&island, &base_url, newest(query));
    Ok(answer::page(StatusCode::OK, page))
}

fn newest(query: Option<String>) -> usize {
    let query = Query::of(query.unwrap_or_default().as_bytes());
    let newest = query.get("newest").and_then(|text| text.parse().ok());
    newest.unwrap_or(50)
}

/// A button was pressed.
pub async fn press(State(hq): State<Arc<Hq>>, Space(island): Space, body: Bytes) -> Answer {
    small_enough(&body)?;
    let fields = Query::of(&body);
    match fields.get("do").unwrap_or_default() {
        "reset" => reset::reset(&hq, &island).await?,
        button => pressed(&island, button)?,
    }
    let page = SPACE.replace("{space}", &address::encoded(island.name()).to_string());
    Ok(answer::redirect(StatusCode::SEE_OTHER, &page))
}

fn pressed(island: &Island, button: &str) -> Result<(), Response> {
    let mut space = island.space();
    let by = match button {
        "1m" => Some(SignedDuration::from_mins(1)),
        "1h" => Some(SignedDuration::from_hours(1)),
        "1d" => Some(SignedDuration::from_hours(24)),
        _ => None,
    };
    match (by, button) {
        (Some(by), _) => drop(space.clock.advance(by).map_err(wrong)?),
        (None, "freeze") => space.clock.set_pace(Pace::Frozen),
        (None, "run") => space.clock.set_pace(Pace::Running),
        (None, "clear") => drop(island.journal.clear()),
        (None, "forget") => space.tokens.forget(None),
        (None, "lift") => space.faults.lift_all(),
        (None, _) => return Err(wrong(format!("there is no button {button:?}"))),
    }
    Ok(())
}
