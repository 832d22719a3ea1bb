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

use super::{
    asked::{self, island},
    operation::{Operation, Verb},
};
use crate::{
    hq::{Hq, Island},
    http::answer,
    quirks::Quirk as _,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The largest export that passes.
    bytes: u64,
}

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/size-cap";
    vec![
        Operation::new(Verb::Get, PATH, "showSizeCap", show)
            .does("From which size exports break")
            .answers(
                200,
                "`bytes`, and `effect`: the choice of the quirk `size-cap`",
            ),
        Operation::new(Verb::Post, PATH, "changeSizeCap", change)
            .does("Sets the size of the largest export that passes")
            .answers(200, "As `showSizeCap`")
            .takes("a small cap", json!({ "bytes": 100_000 })),
    ]
}

/// Shows the cap, and what becomes of larger exports.
pub async fn show(State(hq): State<Arc<Hq>>, name: Path<String>) -> Result<Response, Response> {
    Ok(shown(&*island(&hq, &name).await?))
}

/// Sets the cap and shows it. What becomes of larger exports is the quirk `size-cap`.
pub async fn change(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    body: Bytes,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let change: Change = asked::body(&body, "{\"bytes\": 100000}")?;
    island.space().size_cap = change.bytes;
    Ok(shown(&island))
}

fn shown(island: &Island) -> Response {
    let space = island.space();
    let shown = json!({ "bytes": space.size_cap, "effect": space.choices.size_cap.name() });
    answer::json(StatusCode::OK, &shown)
}
