//! Another answer instead of the one that was made.

use axum::response::Response;
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};

use crate::{
    faults::Effect,
    http::{
        access::{authorize, login},
        call::{address, answer, pages, request::Call},
    },
};

/// The answer that an effect puts in the place of the right one, if it is of that kind.
pub(crate) fn instead(call: &Call, effect: &Effect) -> Option<Response> {
    match effect {
        Effect::Status { code, retry_after } => Some(status(call, *code, *retry_after)),
        Effect::LoginPage {} => Some(login::page(call)),
        Effect::Redirect {} => {
            let same = address::chosen(&call.base_url(), &String::from_utf8_lossy(call.target()));
            Some(answer::redirect(StatusCode::FOUND, &same))
        }
        Effect::StaleNonce {} => Some(stale(call)),
        _ => None,
    }
}

fn status(call: &Call, code: u16, retry_after: Option<u32>) -> Response {
    // A fault with another number is refused when it is laid.
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mark = call.island.space().page_mark.clone();
    let mut response = answer::page(status, pages::problem::status(&mark, status));
    if let Some(seconds) = retry_after {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// 401: the credentials were right, and the nonce is said to be too old.
fn stale(call: &Call) -> Response {
    let challenge = call.island.digest().stale(call.at);
    authorize::challenged(&challenge)
}
