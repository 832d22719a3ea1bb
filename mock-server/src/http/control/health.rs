//! `GET /_fakehq/health`

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::operation::{Operation, Verb};
use crate::http::call::answer;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Get, "/_fakehq/health", "health", health)
            .does("Whether the server is up; no reset touches it")
            .answers(200, "`status` is `ok`, `version` that of fakehq"),
    ]
}

/// Says that the server is up, and which one it is.
pub async fn health() -> Response {
    let health = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") });
    answer::json(StatusCode::OK, &health)
}
