//! The control API under `/_fakehq/`: for tests, not for clients. It looks into spaces and changes
//! them; HQ has nothing of the kind.
//!
//! - [`health`]: is the server up
//! - [`submit`]: a form arrives
//! - [`clock`]: the time of a space
//! - [`faults`]: what goes wrong on request
//! - [`size_cap`]: from which size exports break
//! - [`journal`]: what was asked of a space
//! - [`guard`]: pages of other origins may not call it

pub mod clock;
pub mod faults;
pub mod guard;
pub mod health;
pub mod journal;
pub mod size_cap;
pub mod submit;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use http::{Method, StatusCode};
use serde_json::json;

use super::answer;
use crate::hq::{Hq, Island};

/// The routes of the control API.
pub(super) fn routes(hq: Arc<Hq>) -> Router {
    Router::new()
        .route("/_fakehq/health", get(health::health))
        .route("/_fakehq/spaces", get(spaces))
        .route("/_fakehq/spaces/{space}/forms", post(submit::submit))
        .route(
            "/_fakehq/spaces/{space}/clock",
            get(clock::show).post(clock::change),
        )
        .route(
            "/_fakehq/spaces/{space}/faults",
            get(faults::show).post(faults::lay).delete(faults::lift),
        )
        .route(
            "/_fakehq/spaces/{space}/size-cap",
            get(size_cap::show).post(size_cap::change),
        )
        .route("/_fakehq/spaces/{space}/journal", get(journal::journal))
        .route("/_fakehq", any(unknown))
        .route("/_fakehq/", any(unknown))
        .route("/_fakehq/{*rest}", any(unknown))
        .method_not_allowed_fallback(other_method)
        // The connection bounds bodies already.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(guard::same_origin))
        .with_state(hq)
}

/// `GET /_fakehq/spaces`: the spaces by name.
async fn spaces(State(hq): State<Arc<Hq>>) -> Response {
    let spaces: Vec<_> = hq
        .islands()
        .iter()
        .map(|island| {
            let space = island.space();
            json!({
                "name": space.name,
                "plan": space.plan.name(),
                "submissions": space.forms.len(),
                "clock": space.now().to_string(),
            })
        })
        .collect();
    answer::json(StatusCode::OK, &spaces)
}

async fn unknown() -> Response {
    refused(
        StatusCode::NOT_FOUND,
        "the control API has no such address; it has health, spaces, spaces/NAME/forms, \
         spaces/NAME/clock, spaces/NAME/faults, spaces/NAME/size-cap and spaces/NAME/journal",
    )
}

async fn other_method(method: Method) -> Response {
    let error = format!("{method} is not for this address; see the Allow field for what is");
    refused(StatusCode::METHOD_NOT_ALLOWED, error)
}

/// An error of the control API: `{"error": "..."}`.
fn refused(status: StatusCode, error: impl Into<String>) -> Response {
    answer::json(status, &json!({ "error": error.into() }))
}

/// The space of the path, or 404 with the names there are.
fn island(hq: &Hq, name: &Path<String>) -> Result<Arc<Island>, Response> {
    hq.island(&name.0).ok_or_else(|| {
        let known: Vec<_> = hq.islands().iter().map(|i| i.name().to_owned()).collect();
        let known = known.join(", ");
        let error = format!("there is no project space `{}`; there is {known}", name.0);
        refused(StatusCode::NOT_FOUND, error).into_response()
    })
}
