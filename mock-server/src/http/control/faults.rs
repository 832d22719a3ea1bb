//! `GET`, `POST` and `DELETE /_fakehq/spaces/{space}/faults`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::StatusCode;

use super::{island, refused};
use crate::{
    faults::{Fault, Laid},
    hq::Hq,
    http::{answer, query::Query},
    toml_error::in_words,
};

/// Shows the faults of a space in the order they were laid, and how often each struck.
pub async fn show(State(hq): State<Arc<Hq>>, name: Path<String>) -> Response {
    match island(&hq, &name) {
        Ok(island) => answer::json(StatusCode::OK, &island.faults().laid()),
        Err(response) => response,
    }
}

/// Lays a fault and shows it as it was understood.
pub async fn lay(State(hq): State<Arc<Hq>>, name: Path<String>, body: Bytes) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    let fault: Fault = match serde_json::from_slice(&body) {
        Ok(fault) => fault,
        Err(error) => {
            let example = r#"send for example {"next": 2, "effect": "cut"}"#;
            let error = format!("{}; {example}", in_words(&error.to_string()));
            return refused(StatusCode::BAD_REQUEST, error);
        }
    };
    let laid = Laid {
        id: island.faults().lay(fault.clone()),
        fault,
        seen: 0,
        struck: 0,
    };
    answer::json(StatusCode::CREATED, &laid)
}

/// Takes all faults away, or with `?id=N` one; shows what is left.
pub async fn lift(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    let query = Query::of(query.unwrap_or_default().as_bytes());
    match query.get("id").map(str::parse) {
        None => island.faults().lift_all(),
        Some(Ok(id)) if island.faults().lift(id) => {}
        Some(Ok(id)) => {
            let error = format!("no fault {id} is laid on `{}`", island.name());
            return refused(StatusCode::NOT_FOUND, error);
        }
        Some(Err(_)) => {
            let error = "`id` is the number of a fault, as in ?id=1";
            return refused(StatusCode::BAD_REQUEST, error);
        }
    }
    answer::json(StatusCode::OK, &island.faults().laid())
}
