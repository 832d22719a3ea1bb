//! The control API under `/_fakehq/`: for tests, not for clients. It looks into spaces and changes
//! them; HQ has nothing of the kind.
//!
//! - [`operation`]: one call, its route and what is said of it; [`openapi`]: all of them, for programs
//! - [`health`]: is the server up
//! - [`spaces`]: which spaces there are, new ones, and the end of one; [`space_json`]: what one says
//! - [`reset`], [`dump`]: a space as it was at first, and as it was when it was dumped
//! - [`settings`]: how the server behaves towards a space; [`people`]: who may do what
//! - [`custom_exports`], [`stored_exports`], [`tokens`]: what can be downloaded, and what was
//! - [`submit`]: a form arrives
//! - [`clock`]: the time of a space
//! - [`faults`]: what goes wrong on request
//! - [`size_cap`]: from which size exports break
//! - [`journal`]: what was asked of a space
//! - [`dashboard`]: pages for people
//! - [`guard`]: names of others and pages of other origins may not call it
//! - [`extract`]: what the calls share

pub mod clock;
pub mod custom_exports;
pub mod dashboard;
pub mod dump;
pub mod extract;
pub mod faults;
pub mod guard;
pub mod health;
pub mod journal;
pub mod openapi;
pub mod operation;
pub mod pages;
pub mod people;
pub mod reset;
pub mod settings;
pub mod size_cap;
pub mod space_json;
pub mod spaces;
pub mod stored_exports;
pub mod submit;
pub mod tokens;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, response::Response, routing::any};
use http::{Method, StatusCode};

use extract::refused;
use guard::Listened;
use operation::Operation;

use super::call::answer;
use crate::hq::Hq;

/// Every call there is, in the order of the document.
#[must_use]
pub fn operations() -> Vec<Operation> {
    [
        health::operations(),
        openapi::operations(),
        dashboard::operations(),
        spaces::operations(),
        reset::operations(),
        dump::operations(),
        settings::operations(),
        people::operations(),
        custom_exports::operations(),
        stored_exports::operations(),
        tokens::operations(),
        submit::operations(),
        clock::operations(),
        faults::operations(),
        size_cap::operations(),
        journal::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes of the control API of a server that listens there.
pub(super) fn routes(hq: Arc<Hq>, listened: Listened) -> Router {
    operations()
        .into_iter()
        .fold(Router::new(), |router, operation| {
            router.route(operation.path, operation.handler)
        })
        .route("/_fakehq", any(first_page))
        .route("/_fakehq/{*rest}", any(unknown))
        .method_not_allowed_fallback(other_method)
        // The connection bounds bodies already.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(
            listened,
            guard::same_origin,
        ))
        .with_state(hq)
}

async fn first_page() -> Response {
    answer::redirect(StatusCode::MOVED_PERMANENTLY, "/_fakehq/")
}

async fn unknown() -> Response {
    refused(
        StatusCode::NOT_FOUND,
        "the control API has no such address; /_fakehq/openapi.json lists those it has, such as \
         /_fakehq/spaces and /_fakehq/spaces/NAME/forms",
    )
}

async fn other_method(method: Method) -> Response {
    let error = format!("{method} is not for this address; see the Allow field for what is");
    refused(StatusCode::METHOD_NOT_ALLOWED, error)
}
