//! `GET /_fakehq/spaces/{space}/journal`

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::StatusCode;

use super::{
    asked::{island, wrong},
    operation::{Operation, Verb},
};
use crate::{
    hq::Hq,
    http::{answer, query::Query},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            Verb::Get,
            "/_fakehq/spaces/{space}/journal",
            "journal",
            journal,
        )
        .does("What was asked of a space and answered, oldest first")
        .answers(
            200,
            "`entries`, and `dropped`: how many older ones there were",
        )
        .query("after", "Leaves out the entries up to this number", "12")
        .query("limit", "Only this many, the newest", "5"),
    ]
}

/// The entries of a space, oldest first; `after=N` leaves out those up to number N.
pub async fn journal(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let query = Query::of(query.unwrap_or_default().as_bytes());
    match query.get("after").unwrap_or("0").parse() {
        Ok(after) => Ok(answer::json(StatusCode::OK, &island.journal.since(after))),
        Err(_) => Err(wrong("`after` is the number of an entry, as in ?after=12")),
    }
}
