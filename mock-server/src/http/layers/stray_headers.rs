//! The header fields that every answer of HQ carries, whatever it says (facts C.3).

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::quirks::StrayHeaders;

/// The header by which phones were to know the protocol, under the name it really went out with.
const VERSION: HeaderName = HeaderName::from_static("http_x_openrosa_version");

const FEW: [(HeaderName, &str); 3] = [
    (header::VARY, "Accept-Language, Cookie"),
    (header::CONTENT_LANGUAGE, "en"),
    (VERSION, "1.0"),
];

const NO_CACHE: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-cache, no-store, must-revalidate"),
    (header::PRAGMA, "no-cache"),
    (header::EXPIRES, "-1"),
];

/// Adds them.
pub fn add(headers: &mut HeaderMap, choice: StrayHeaders) {
    let more: &[_] = match choice {
        StrayHeaders::Few => &[],
        StrayHeaders::NoCache => &NO_CACHE,
    };
    for (name, value) in FEW.iter().chain(more) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
