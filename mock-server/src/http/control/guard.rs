//! A page of another origin may not change a space behind the back of the person who opened it.
//!
//! Three things a browser tells, and other programs do not:
//! - `Origin`, where a page of another host or `null` calls;
//! - `Sec-Fetch-Site`, where a form of another page is sent without an `Origin`;
//! - a `Host` that is a name of the public kind, and not the one the server was given: a page whose own
//!   name was made to lead here would have this server's origin (DNS rebinding).

use std::net::IpAddr;

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, Method, header};

use super::extract::refused;
use crate::http::call::public_address::{Front, without_port};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses calls that a browser makes for a page of another origin.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let looks_only = matches!(*request.method(), Method::GET | Method::HEAD);
    let front = request.extensions().get::<Front>().cloned();
    match stranger(&front.unwrap_or_default(), request.headers(), looks_only) {
        Some(problem) => refused(http::StatusCode::FORBIDDEN, problem),
        None => next.run(request).await,
    }
}

/// Who calls, in words, where it is a page that may not.
fn stranger(front: &Front, headers: &HeaderMap, looks_only: bool) -> Option<String> {
    let text = |name: HeaderName| {
        let value = headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let (origin, site) = (text(header::ORIGIN), text(SEC_FETCH_SITE));
    let host = text(header::HOST).unwrap_or_default();
    if let Some(origin) = &origin
        && !front.is_origin(origin, &host)
    {
        return Some(format!(
            "the control API takes no calls from pages of {origin}"
        ));
    }
    if let Some(site) = &site
        && !looks_only
        && !matches!(site.as_str(), "same-origin" | "none")
    {
        return Some(format!(
            "the control API takes no forms of other pages (Sec-Fetch-Site: {site})"
        ));
    }
    if (origin.is_some() || site.is_some()) && !front.is_named(&host) && !is_private(&host) {
        return Some(format!(
            "the control API takes no calls from browsers under the name {host}, which anybody may have \
             made to lead here; use the address of this server, such as 127.0.0.1, or localhost, or start it \
             with --hostname"
        ));
    }
    None
}

/// Whether nobody outside can have given a host its name: an address, `localhost`, a name without a
/// point, as containers have, or one of a domain that is never in the public DNS (RFC 2606, 6761).
fn is_private(host: &str) -> bool {
    let name = without_port(host);
    let name = name
        .strip_prefix('[')
        .map_or(name, |ip| ip.trim_end_matches(']'));
    let last = name.rsplit('.').next().unwrap_or_default();
    let reserved = ["localhost", "test", "internal"];
    name.parse::<IpAddr>().is_ok()
        || !name.contains('.')
        || reserved.iter().any(|word| last.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(fields: &[(&str, &str)], looks_only: bool) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name: HeaderName = name.parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        stranger(&Front::default(), &headers, looks_only).is_some()
    }

    #[test]
    fn programs_that_are_no_browsers_may_come_under_any_name() {
        for host in ["127.0.0.1:8700", "fakehq", "www.commcarehq.org"] {
            assert!(!refused(&[("host", host)], false));
        }
        assert!(!refused(&[], false));
    }

    #[test]
    fn pages_of_this_server_may_and_others_may_not() {
        let host = ("host", "127.0.0.1:8700");
        for (origin, site, refuses) in [
            ("http://127.0.0.1:8700", "same-origin", false),
            ("http://127.0.0.1:8701", "same-site", true),
            ("http://else.example", "cross-site", true),
            ("null", "cross-site", true),
            ("null", "same-origin", true),
        ] {
            let fields = [host, ("origin", origin), ("sec-fetch-site", site)];
            assert_eq!(refused(&fields, false), refuses, "{origin}");
        }
    }

    #[test]
    fn a_form_without_an_origin_is_known_by_its_site() {
        let host = ("host", "localhost:8700");
        for (site, refuses) in [
            ("cross-site", true),
            ("same-site", true),
            ("same-origin", false),
            ("none", false),
        ] {
            let fields = [host, ("sec-fetch-site", site)];
            assert_eq!(refused(&fields, false), refuses, "{site}");
            // A link from elsewhere to a page that only shows is no harm.
            assert!(!refused(&fields, true), "{site}");
        }
    }

    #[test]
    fn a_name_that_was_made_to_lead_here_is_not_trusted() {
        for (host, refuses) in [
            ("evil.example:8700", true),
            ("localhost.evil.example", true),
            ("127.0.0.1.evil.example", true),
            ("127.0.0.1", false),
            ("[::1]:8700", false),
            ("fakehq:8700", false),
            ("hq.test", false),
            ("hq.localhost:1", false),
        ] {
            let origin = format!("http://{host}");
            let fields = [("host", host), ("origin", &origin)];
            assert_eq!(refused(&fields, false), refuses, "{host}");
            assert_eq!(refused(&fields, true), refuses, "{host}");
        }
    }
}
