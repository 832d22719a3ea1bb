//! `GET` and `POST /_fakehq/spaces/{space}/size-cap`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{island, refused};
use crate::{
    hq::{Hq, Island},
    http::answer,
    quirks::Quirk as _,
    toml_error::in_words,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The largest export that passes.
    bytes: u64,
}

/// Shows the cap, and what becomes of larger exports.
pub async fn show(State(hq): State<Arc<Hq>>, name: Path<String>) -> Response {
    match island(&hq, &name) {
        Ok(island) => shown(&island),
        Err(response) => response,
    }
}

/// Sets the cap and shows it. What becomes of larger exports is the quirk `size-cap`.
pub async fn change(State(hq): State<Arc<Hq>>, name: Path<String>, body: Bytes) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    match serde_json::from_slice::<Change>(&body) {
        Ok(change) => {
            island.space().size_cap = change.bytes;
            shown(&island)
        }
        Err(error) => {
            let error = in_words(&error.to_string());
            let error = format!("{error}; send for example {{\"bytes\": 100000}}");
            refused(StatusCode::BAD_REQUEST, error)
        }
    }
}

fn shown(island: &Island) -> Response {
    let space = island.space();
    let shown = json!({ "bytes": space.size_cap, "effect": space.choices.size_cap.name() });
    answer::json(StatusCode::OK, &shown)
}
