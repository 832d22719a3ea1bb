//! Faults laid on a space, played on its answers: the room [`faults`](crate::faults) says whose turn it
//! is, this one makes it true in HTTP.
//!
//! - [`actions`]: what happens in the space
//! - [`instead`]: another answer instead of this one
//! - [`head`]: other fields in the head
//! - [`bytes`]: other bytes in the body
//! - [`script`]: how the connection plays it
//! - [`size_cap`]: the quirk of that name, played in the same way

mod actions;
mod bytes;
mod garbage;
mod head;
mod instead;
mod script;
mod size_cap;

use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use http::header::WWW_AUTHENTICATE;

use crate::{
    faults::{Effect, Kind, Request},
    http::call::request::Call,
    journal::entry::Credentials,
};

/// Lets the fault whose turn it is strike an answer, if there is one; else the size cap.
pub async fn strike(call: &Call, response: Response) -> Response {
    let mut effect = None;
    if let Some((id, fault)) = struck(call, &response) {
        call.fault(format!("{fault} (fault {id})"));
        for action in &fault.actions {
            actions::act(call, action);
        }
        effect = fault.effect;
    }
    match effect.or_else(|| size_cap::effect(call, &response)) {
        Some(effect) => apply(call, &effect, response).await,
        None => response,
    }
}

/// The fault that strikes, and its id.
fn struck(call: &Call, response: &Response) -> Option<(u64, crate::faults::Fault)> {
    let mut space = call.island.space();
    // The usual case costs nothing.
    if space.faults.laid().is_empty() {
        return None;
    }
    call.so_far(|credentials, export| {
        let request = Request {
            kind: kind(&call.path),
            method: call.method.as_str(),
            xmlns: export.and_then(|export| export.xmlns.as_deref()),
            format: call.query.get("format"),
            accepted: matches!(credentials, Credentials::Verified { .. }),
            status: response.status().as_u16(),
            challenged: response.headers().contains_key(WWW_AUTHENTICATE),
        };
        let laid = space.faults.strike(&request)?;
        Some((laid.id, laid.fault.clone()))
    })
}

/// What a request is for, by its path: a recorded answer may stand in the place of a route.
fn kind(path: &str) -> Kind {
    let parts: Vec<_> = path.split('/').skip(3).collect();
    match parts[..] {
        ["reports", "export", ""] => Kind::FormExport,
        ["reports", "export", "custom", _, "download", ""] => Kind::CustomExport,
        ["reports", "download", "cases", ""] => Kind::CaseExport,
        ["reports", "export", "saved", "download", _, ""] => Kind::StoredExport,
        ["reports", "export", "forms", "all", ""] => Kind::FormMetadata,
        ["data" | "reports", "excel_export_data", ""] => Kind::Listing,
        ["login", ""] => Kind::Login,
        ["receiver", ..] => Kind::Receiver,
        _ => Kind::Other,
    }
}

/// Applies an effect to an answer.
async fn apply(call: &Call, effect: &Effect, response: Response) -> Response {
    if let Some(other) = instead::instead(call, effect) {
        call.no_export();
        return other;
    }
    let (mut parts, body) = response.into_parts();
    // Bodies are made in memory; gathering one copies nothing.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        call.note("the fault could not be played: the answer broke off by itself");
        return Response::from_parts(parts, Body::empty());
    };
    head::change(effect, &mut parts.headers);
    let body = bytes::changed(effect, body);
    script::write(call, effect, &mut parts, body.len() as u64);
    Response::from_parts(parts, Body::from(body))
}
