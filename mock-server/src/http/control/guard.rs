//! A page of another origin may not look into a space, nor change it, behind the back of the person who
//! opened it.
//!
//! Three things tell such a page:
//! - `Host`, a name that is not this server's: a page whose own name was made to lead here would have this
//!   server's origin (DNS rebinding). Browsers tell nothing else then, so the name decides for every call;
//! - `Origin`, where a page of another host or `null` calls;
//! - `Sec-Fetch-Site`, where a form of another page is sent without an `Origin`.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, Method, header};

use super::extract::refused;
use crate::http::call::public_address::{Front, without_port};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The address that the server listens on, where it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listened(pub Option<IpAddr>);

impl Listened {
    /// Whether a host is this address, or one of those where the server listens on all it has. Nobody
    /// can make an address lead elsewhere.
    fn is(self, host: IpAddr) -> bool {
        self.0
            .is_some_and(|listened| listened == host || listened.is_unspecified())
    }
}

/// Refuses calls under a name that is not this server's, and calls that a browser makes for a page of
/// another origin.
pub async fn same_origin(
    State(listened): State<Listened>,
    request: Request,
    next: Next,
) -> Response {
    let looks_only = matches!(*request.method(), Method::GET | Method::HEAD);
    let front = request.extensions().get::<Front>().cloned();
    let front = front.unwrap_or_default();
    match stranger(&front, listened, request.headers(), looks_only) {
        Some(problem) => refused(http::StatusCode::FORBIDDEN, problem),
        None => next.run(request).await,
    }
}

/// Who calls, in words, where it may not.
fn stranger(
    front: &Front,
    listened: Listened,
    headers: &HeaderMap,
    looks_only: bool,
) -> Option<String> {
    let text = |name: HeaderName| {
        let value = headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let host = text(header::HOST).unwrap_or_default();
    let foreign = |host: &str| !front.is_named(host) && !is_own_address(host, listened);
    // A request typed by hand may have none.
    let mut hosts = headers.get_all(header::HOST).iter();
    if let Some(host) = hosts.find_map(|host| {
        let host = String::from_utf8_lossy(host.as_bytes());
        foreign(&host).then(|| host.into_owned())
    }) {
        return Some(format!(
            "the control API takes no calls under the name {host}, which anybody may have made to lead \
             here; call it at localhost or 127.0.0.1, at the address that the server listens on, or start \
             the server with --hostname and that name"
        ));
    }
    if let Some(origin) = text(header::ORIGIN)
        && !front.is_origin(&origin, &host)
    {
        return Some(format!(
            "the control API takes no calls from pages of {origin}"
        ));
    }
    if let Some(site) = text(SEC_FETCH_SITE)
        && !looks_only
        && !matches!(site.as_str(), "same-origin" | "none")
    {
        return Some(format!(
            "the control API takes no forms of other pages (Sec-Fetch-Site: {site})"
        ));
    }
    None
}

/// Whether a host leads to this server wherever it is looked up: `localhost`, an address of the loopback,
/// or the address that the server listens on.
fn is_own_address(host: &str, listened: Listened) -> bool {
    let name = without_port(host.trim());
    let ip = match name.strip_prefix('[') {
        Some(ip) => ip.strip_suffix(']').unwrap_or_default(),
        None => name,
    };
    match ip.parse::<IpAddr>() {
        Ok(ip) => ip.to_canonical().is_loopback() || listened.is(ip),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_at(listened: Option<&str>, fields: &[(&str, &str)], looks_only: bool) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, value.parse().unwrap());
        }
        let front = Front {
            tls: false,
            hostname: Some("www.commcarehq.org".into()),
        };
        let listened = Listened(listened.map(|ip| ip.parse().unwrap()));
        stranger(&front, listened, &headers, looks_only).is_some()
    }

    fn refused(fields: &[(&str, &str)], looks_only: bool) -> bool {
        refused_at(Some("127.0.0.1"), fields, looks_only)
    }

    #[test]
    fn a_name_that_may_have_been_made_to_lead_here_is_refused_to_everybody() {
        for (host, refuses) in [
            ("evil.example:8700", true),
            ("evil.example", true),
            ("localhost.evil.example", true),
            ("127.0.0.1.evil.example", true),
            ("fakehq:8700", true),
            ("hq.test", true),
            ("192.168.0.7", true),
            ("127.0.0.1@evil.example", true),
            ("", true),
            ("127.0.0.1", false),
            ("127.9.8.7:1", false),
            ("[::1]:8700", false),
            ("[::1]", false),
            ("LocalHost:8700", false),
            ("www.commcarehq.org", false),
            ("WWW.commcarehq.org:8700", false),
        ] {
            for looks_only in [false, true] {
                assert_eq!(refused(&[("host", host)], looks_only), refuses, "{host}");
                let origin = format!("http://{host}");
                let fields = [("host", host), ("origin", &origin)];
                assert_eq!(refused(&fields, looks_only), refuses, "{host}");
            }
        }
        assert!(refused(
            &[("host", "localhost"), ("host", "evil.example")],
            true
        ));
        assert!(!refused(&[], true), "typed by hand");
    }

    #[test]
    fn the_address_that_is_listened_on_is_the_servers_own() {
        for (listened, host, refuses) in [
            (Some("192.168.0.7"), "192.168.0.7:8700", false),
            (Some("192.168.0.7"), "192.168.0.8:8700", true),
            (Some("0.0.0.0"), "192.168.0.8:8700", false),
            (Some("::"), "[fd00::1]:8700", false),
            (Some("0.0.0.0"), "hq.example", true),
            (None, "192.168.0.8:8700", true),
            (None, "localhost", false),
        ] {
            let refused = refused_at(listened, &[("host", host)], true);
            assert_eq!(refused, refuses, "{host} at {listened:?}");
        }
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
}
