//! All routes of the server.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware,
    response::Response,
    routing::any,
};
use http::StatusCode;

use super::{
    access::{domain_select, login},
    apis::{
        export_page::{
            background, case_export, custom_export, custom_export_form, export_listing,
            form_export, form_metadata, stored_export,
        },
        receiver,
    },
    call::{answer, nothing_here::nothing_here, request::Call},
    control::{self, guard::Listened},
    layers::journaled,
};
use crate::{
    hq::Hq,
    quirks::{InternalCases, MissingSlash},
};

/// The server as a service: HQ's own addresses under `/a/`, the control API under `/_fakehq/`.
///
/// Every route takes any method and decides for itself, because the old server looked at the login
/// before the method (facts A).
pub fn app(hq: &Arc<Hq>) -> Router {
    app_at(hq, Listened::default())
}

/// The same for a server that listens there.
pub fn app_at(hq: &Arc<Hq>, listened: Listened) -> Router {
    hq_app(hq)
        .merge(control::routes(Arc::clone(hq), listened))
        .fallback(not_hq)
}

/// HQ's own addresses alone: the control API is somewhere else, or nowhere.
pub fn hq_app(hq: &Arc<Hq>) -> Router {
    let listing = || any(export_listing::export_listing);
    let spaces = [
        ("/", any(front)),
        ("/login/", any(login::login)),
        ("/logout/", any(login::logout)),
        ("/data/excel_export_data/", listing()),
        ("/data/custom_export/", any(custom_export_form::new)),
        ("/data/custom_export/{id}/", any(custom_export_form::known)),
        // Where it stood until 2013-08-16 (facts A).
        ("/reports/excel_export_data/", listing()),
        ("/reports/export/", any(form_export::form_export)),
        (
            "/reports/export/custom/{id}/download/",
            any(custom_export::custom_export),
        ),
        (
            "/reports/export/default/download/",
            any(background::default_export),
        ),
        ("/reports/export/bulk/download/", any(background::bulk)),
        (
            "/reports/export/saved/download/{id}/",
            any(stored_export::stored_export),
        ),
        (
            "/reports/export/forms/all/",
            any(form_metadata::form_metadata),
        ),
        (
            "/reports/export/forms/all/async/",
            any(background::form_metadata),
        ),
        (
            "/receiver/",
            any(receiver::receiver).layer(DefaultBodyLimit::disable()),
        ),
        (
            "/receiver/{app_id}/",
            any(receiver::receiver_of_app).layer(DefaultBodyLimit::disable()),
        ),
        ("/reports/download/cases/", any(case_export::case_export)),
        (
            "/reports/download/internal/cases/",
            any(case_export::internal),
        ),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, handler)| {
        let path = format!("/a/{{domain}}{path}");
        let bare = path.trim_end_matches('/').to_owned();
        router
            .route(&path, handler)
            .route(&bare, any(missing_slash))
    });
    let spaces = spaces
        .route("/a/{domain}/{*rest}", any(nothing_here))
        .layer(middleware::from_fn_with_state(
            Arc::clone(hq),
            journaled::journaled,
        ));
    Router::new()
        .merge(spaces)
        .route(
            domain_select::PATH,
            any(domain_select::domain_select).with_state(Arc::clone(hq)),
        )
        .route("/downloads/temp/ajax/{id}", any(background::poll))
        .fallback(nothing_but_hq)
}

/// The control API alone, for a port of its own.
pub fn control_app(hq: &Arc<Hq>, listened: Listened) -> Router {
    control::routes(Arc::clone(hq), listened).fallback(not_hq)
}

/// What is no address at all where the server lacks it, with its slash or without (quirk
/// `internal-cases`).
const INTERNAL_CASES: &str = "/reports/download/internal/cases";

/// 301 to the address with its slash, before any challenge, the query unchanged (facts A; quirk
/// `missing-slash`).
async fn missing_slash(call: Call, request: Request) -> Response {
    let choices = call.island.space().choices;
    if choices.missing_slash == MissingSlash::NotFound {
        call.note("only the slash at the end of the path is missing");
        return nothing_here(call).await;
    }
    if choices.internal_cases == InternalCases::Absent && call.path.ends_with(INTERNAL_CASES) {
        return nothing_here(call).await;
    }
    let query = request
        .uri()
        .query()
        .map_or(String::new(), |q| format!("?{q}"));
    let target = format!("{}{}/{query}", call.base_url(), call.path);
    answer::redirect(StatusCode::MOVED_PERMANENTLY, &target)
}

/// A space's own address leads to what there is to see.
async fn front(call: Call) -> Response {
    answer::redirect(StatusCode::FOUND, &call.listing())
}

async fn not_hq(request: Request) -> Response {
    if request.uri().path() == "/" {
        return answer::redirect(StatusCode::FOUND, "/_fakehq/");
    }
    nothing(
        "Nothing is here. Project spaces are under /a/NAME/, the control API is under /_fakehq/.\n",
    )
}

async fn nothing_but_hq() -> Response {
    nothing("Nothing is here. Project spaces are under /a/NAME/.\n")
}

fn nothing(words: &'static str) -> Response {
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    answer::with(StatusCode::NOT_FOUND, plain, words)
}
