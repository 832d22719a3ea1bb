//! The answers that several routes share (facts C.4).

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use maud::Markup;

/// What an answer without a more precise type says.
pub const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// An answer with a body of a given type.
pub fn with(status: StatusCode, content_type: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

/// An answer with an empty body.
pub fn empty(status: StatusCode) -> Response {
    with(status, HTML, Body::empty())
}

/// An answer with a line of text, sent as HTML as the old server did.
pub fn text(status: StatusCode, text: impl Into<String>) -> Response {
    with(status, HTML, text.into())
}

/// A page.
pub fn page(status: StatusCode, markup: Markup) -> Response {
    with(status, HTML, markup.into_string())
}

/// JSON, for the control API.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Response {
    let body = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    with(status, HeaderValue::from_static("application/json"), body)
}

/// A redirect with an empty body.
pub fn redirect(status: StatusCode, location: &str) -> Response {
    let mut response = empty(status);
    // An address we built is ASCII; a `next` of the client's may hold anything.
    match HeaderValue::from_bytes(location.as_bytes()) {
        Ok(location) => {
            response.headers_mut().insert(header::LOCATION, location);
            response
        }
        Err(_) => text(
            StatusCode::BAD_REQUEST,
            "the redirect target holds a control character",
        ),
    }
}
