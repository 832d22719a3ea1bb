//! A port that speaks plain HTTP beside one that speaks TLS: 301 to the same address there.

use axum::{Router, extract::Request, response::Response};
use http::StatusCode;

use crate::http::call::{
    address, answer,
    public_address::{Front, without_port},
};

/// Answers every request with the way to the TLS port. Behind a port mapping that would be another
/// one than `port`, which a redirect cannot know.
pub(crate) fn to_https(front: Front, port: u16) -> Router {
    Router::new().fallback(move |request: Request| {
        let host = address::host(request.headers());
        let base_url = front.base_url(without_port(&host), port);
        std::future::ready(moved(&base_url, &request))
    })
}

fn moved(base_url: &str, request: &Request) -> Response {
    let target = request.uri().path_and_query();
    let target = target.map_or("/", |target| target.as_str());
    answer::redirect(
        StatusCode::MOVED_PERMANENTLY,
        &format!("{base_url}{target}"),
    )
}
