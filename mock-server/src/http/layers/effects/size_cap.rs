//! The quirk `size-cap`: exports that are too large break (page: Note; facts I).

use axum::response::Response;
use http::StatusCode;
use http_body::Body as _;

use crate::{
    faults::{Effect, Place, Span, Spot},
    http::call::request::Call,
    quirks::SizeCap,
};

/// In how many pieces a slow export comes, and the time between two of them.
const PIECES: u64 = 40;
const PAUSE: Span = Span::of_millis(250);

/// What becomes of an export that is larger than the cap of its space.
pub(crate) fn effect(call: &Call, response: &Response) -> Option<Effect> {
    let length = response.body().size_hint().exact()?;
    let is_export = call.so_far(|_, export| export.is_some());
    if !is_export || response.status() != StatusCode::OK {
        return None;
    }
    let (cap, choice) = {
        let space = call.island.space();
        (space.size_cap, space.choices.size_cap)
    };
    if length <= cap {
        return None;
    }
    let at = Place::Body(Spot::Bytes(cap));
    let gateway = |code| Effect::Status {
        code,
        retry_after: None,
    };
    let effect = match choice {
        SizeCap::None => return None,
        SizeCap::Cut => Effect::Cut { at },
        SizeCap::Reset => Effect::Reset { at },
        SizeCap::BadGateway => gateway(502),
        SizeCap::GatewayTimeout => gateway(504),
        SizeCap::Slow => Effect::Drip {
            bytes: u32::try_from(length.div_ceil(PIECES)).unwrap_or(u32::MAX),
            pause: PAUSE,
        },
    };
    call.fault(format!("{effect} (size cap)"));
    call.note(format!(
        "this export has {length} bytes and the size cap is {cap} (page: Note; quirk size-cap): \
         exports that large may not download, and are fetched with the Data Export Tool instead"
    ));
    Some(effect)
}
