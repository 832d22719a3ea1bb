//! Recorded answers of a world file, served for the requests they are for.

use axum::{body::Body, response::Response};
use http::{HeaderName, HeaderValue, StatusCode};
use percent_encoding::percent_decode_str;

use crate::{
    http::{access::authorize, call::request::Call, wire::VerbatimHead},
    world::recorded::{Recorded, Served},
};

/// The recorded answer to a request, if there is one: the first of those that are for it.
pub fn recorded(call: &Call) -> Option<Response> {
    // The usual case costs nothing.
    if call.island.space().recorded.is_empty() {
        return None;
    }
    let place = call.path.splitn(4, '/').nth(3)?;
    let path = percent_decode_str(place).decode_utf8_lossy();
    let parameter = |name: &str| call.query.get(name);
    let recorded = {
        let space = call.island.space();
        let mut all = space.recorded.iter();
        all.find(|recorded| recorded.is_for(call.method.as_str(), &path, parameter))?
            .clone()
    };
    if recorded.login
        && let Err(refused) = authorize::who(call)
    {
        return Some(refused);
    }
    call.note("answered with what the world file has recorded for this address");
    Some(served(recorded))
}

fn served(recorded: Recorded) -> Response {
    let (status, body) = match &recorded.served {
        Served::Body { status, body, .. } | Served::Verbatim { status, body, .. } => {
            (*status, body.clone())
        }
    };
    let mut response = Response::new(Body::from(body));
    // A world file with another number is refused.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    match recorded.served {
        Served::Body { headers, .. } => {
            for (name, value) in headers {
                let name = HeaderName::try_from(name);
                if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
                    response.headers_mut().append(name, value);
                }
            }
        }
        Served::Verbatim { head, .. } => {
            response.extensions_mut().insert(VerbatimHead(head));
        }
    }
    response
}
