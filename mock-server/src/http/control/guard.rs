//! A page of another origin may not change a space behind the back of the person who opened it.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, StatusCode, header};

use super::asked::refused;

/// Refuses requests that a browser marks as coming from a page of another host.
pub async fn same_origin(request: Request, next: Next) -> Response {
    if let Some(origin) = foreign_origin(request.headers()) {
        return refused(
            StatusCode::FORBIDDEN,
            format!("the control API takes no calls from pages of {origin}"),
        );
    }
    next.run(request).await
}

/// The origin a browser names, where it is not this server.
fn foreign_origin(headers: &HeaderMap) -> Option<String> {
    let text = |name| {
        let value: &http::HeaderValue = headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let origin = text(header::ORIGIN)?;
    let host = text(header::HOST).unwrap_or_default();
    let same = origin.split_once("://").is_some_and(|(_, of)| of == host);
    (!same).then_some(origin)
}
