//! What a server knows of its own address and a request does not say: its scheme and its host name.
//!
//! The routes read it where they would read the word of a proxy, in `X-Forwarded-Proto` and
//! `X-Forwarded-Host`; the journal shows the head as the client sent it. What a client cannot have
//! written, the [`Front`] itself, goes with the request as an extension.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use http::{HeaderMap, HeaderValue};

use super::address::{self, HOST, PROTO};

/// How a server wants to be addressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Whether it speaks TLS.
    pub tls: bool,
    /// Its host name, where addresses shall name that one, however the client reached it.
    pub hostname: Option<Arc<str>>,
}

impl Front {
    /// `http` or `https`.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// The port that goes without saying.
    #[must_use]
    pub const fn usual_port(&self) -> u16 {
        if self.tls { 443 } else { 80 }
    }

    /// Scheme, host and port of a server; a port that goes without saying is left out.
    #[must_use]
    pub fn base_url(&self, host: &str, port: u16) -> String {
        let host = self.hostname.as_deref().unwrap_or(host);
        let scheme = self.scheme();
        if port == self.usual_port() {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        }
    }

    /// What browsers take for the origin of a page of this server that was opened under a host, so far
    /// as the server can tell: where it speaks no TLS itself, a proxy in front may.
    #[must_use]
    pub fn is_origin(&self, origin: &str, host: &str) -> bool {
        let Some((scheme, of)) = origin.split_once("://") else {
            return false;
        };
        of == host && (!self.tls || scheme == "https")
    }

    /// Whether a host is the name that the server was given, on any port.
    #[must_use]
    pub fn is_named(&self, host: &str) -> bool {
        let name = self.hostname.as_deref();
        name.is_some_and(|name| without_port(host).eq_ignore_ascii_case(name))
    }

    /// Lets the routes know.
    pub(crate) fn before(self, router: Router) -> Router {
        if self == Self::default() {
            return router;
        }
        router.layer(middleware::from_fn_with_state(self, told))
    }

    /// Lets the routes of another port know this server's: the addresses they show are of this one.
    pub(crate) fn of_port(&self, port: u16, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(
            (self.clone(), port),
            told_elsewhere,
        ))
    }

    fn tell(&self, headers: &mut HeaderMap) {
        if self.tls && !headers.contains_key(&PROTO) {
            headers.insert(PROTO, HeaderValue::from_static("https"));
        }
        let Some(hostname) = &self.hostname else {
            return;
        };
        let reached = address::host(headers);
        let host = match port_of(&reached) {
            Some(port) => format!("{hostname}:{port}"),
            None => hostname.to_string(),
        };
        if let Ok(host) = HeaderValue::from_str(&host) {
            headers.insert(HOST, host);
        }
    }
}

/// The port of a host, where one stands there.
fn port_of(host: &str) -> Option<&str> {
    // Behind the last bracket, so that the colons of an IPv6 address are none.
    let (_, port) = host.rsplit(']').next()?.rsplit_once(':')?;
    Some(port)
}

/// A host without its port.
pub(crate) fn without_port(host: &str) -> &str {
    port_of(host).map_or(host, |port| &host[..host.len() - port.len() - 1])
}

async fn told(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    front.tell(request.headers_mut());
    request.extensions_mut().insert(front);
    next.run(request).await
}

async fn told_elsewhere(
    State((front, port)): State<(Front, u16)>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers_mut();
    let reached = address::host(headers);
    let base_url = front.base_url(without_port(&reached), port);
    if let Some((_, host)) = base_url.split_once("://")
        && let Ok(host) = HeaderValue::from_str(host)
    {
        headers.insert(HOST, host);
        headers.insert(PROTO, HeaderValue::from_static(front.scheme()));
    }
    // That port speaks plain HTTP whatever this one speaks.
    let here = Front {
        tls: false,
        ..front
    };
    request.extensions_mut().insert(here);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address_for(front: &Front, fields: &[(&'static str, &'static str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        front.tell(&mut headers);
        address::base_url(&headers)
    }

    #[test]
    fn addresses_name_the_host_and_the_port_the_client_used() {
        let front = Front {
            tls: true,
            hostname: Some("www.commcarehq.org".into()),
        };
        for (host, base_url) in [
            ("www.commcarehq.org", "https://www.commcarehq.org"),
            ("localhost:8443", "https://www.commcarehq.org:8443"),
            ("[::1]:8443", "https://www.commcarehq.org:8443"),
            ("[::1]", "https://www.commcarehq.org"),
        ] {
            assert_eq!(address_for(&front, &[("host", host)]), base_url);
        }
        assert_eq!(address_for(&front, &[]), "https://www.commcarehq.org");
    }

    #[test]
    fn a_proxy_in_front_knows_its_own_scheme() {
        let front = Front {
            tls: true,
            hostname: None,
        };
        let fields = [("host", "h:81"), ("x-forwarded-proto", "http")];
        assert_eq!(address_for(&front, &fields), "http://h:81");
        assert_eq!(address_for(&front, &fields[..1]), "https://h:81");
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let plain = Front::default();
        let tls = Front {
            tls: true,
            hostname: None,
        };
        for (origin, of_plain, of_tls) in [
            ("https://h:81", true, true),
            ("http://h:81", true, false),
            ("https://h", false, false),
            ("https://h:81.else", false, false),
            ("h:81", false, false),
            ("null", false, false),
        ] {
            assert_eq!(plain.is_origin(origin, "h:81"), of_plain, "{origin}");
            assert_eq!(tls.is_origin(origin, "h:81"), of_tls, "{origin}");
        }
    }

    #[test]
    fn the_name_it_was_given_is_known_on_any_port() {
        let front = Front {
            tls: false,
            hostname: Some("HQ.example.org".into()),
        };
        for (host, named) in [
            ("hq.example.org", true),
            ("hq.example.org:8700", true),
            ("hq.example.org.else", false),
            ("x.hq.example.org", false),
            ("", false),
        ] {
            assert_eq!(front.is_named(host), named, "{host}");
            assert!(!Front::default().is_named(host), "{host}");
        }
    }

    #[test]
    fn the_usual_port_goes_without_saying() {
        let mut front = Front::default();
        assert_eq!(front.base_url("127.0.0.1", 80), "http://127.0.0.1");
        assert_eq!(front.base_url("127.0.0.1", 443), "http://127.0.0.1:443");
        front.tls = true;
        assert_eq!(front.base_url("[::1]", 443), "https://[::1]");
        assert_eq!(without_port("[::1]:80"), "[::1]");
        assert_eq!(without_port("h"), "h");
    }
}
