//! `GET /_fakehq/health`

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use crate::http::answer;

/// Says that the server is up, and which one it is.
pub async fn health() -> Response {
    let health = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") });
    answer::json(StatusCode::OK, &health)
}
