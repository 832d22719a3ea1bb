//! `GET /_fakehq/spaces/{space}/journal`

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::StatusCode;

use super::{island, refused};
use crate::{
    hq::Hq,
    http::{answer, query::Query},
};

/// The entries of a space, oldest first; `after=N` leaves out those up to number N.
pub async fn journal(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    let query = Query::of(query.unwrap_or_default().as_bytes());
    match query.get("after").unwrap_or("0").parse() {
        Ok(after) => answer::json(StatusCode::OK, &island.journal.since(after)),
        Err(_) => refused(
            StatusCode::BAD_REQUEST,
            "`after` is the number of an entry, as in ?after=12",
        ),
    }
}
