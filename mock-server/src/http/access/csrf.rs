//! Forms of our pages carry a token that must equal a cookie, so that no page of another host can
//! send them (facts C.2).

use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{
    auth::session::{CSRF_COOKIE, CSRF_FIELD, cookie, csrf_matches},
    http::call::{answer, query::Query, request::Call},
};

/// The token for a form: the one the browser has, or a new one.
pub fn token(call: &Call) -> String {
    match sent_cookie(&call.headers, CSRF_COOKIE) {
        Some(token) => String::from_utf8_lossy(token).into_owned(),
        None => call.island.sessions().csrf_token(),
    }
}

/// Gives the browser the token of the form in a page.
pub fn give(response: &mut Response, token: &str) {
    set_cookie(response, CSRF_COOKIE, token, "");
}

/// Lets a form through that has the token of its browser.
///
/// # Errors
/// 403 for any other.
pub fn check(call: &Call, fields: &Query) -> Result<(), Response> {
    let cookie = sent_cookie(&call.headers, CSRF_COOKIE);
    let field = fields.get(CSRF_FIELD).unwrap_or_default();
    if csrf_matches(cookie, Some(field.as_bytes())) {
        return Ok(());
    }
    call.note(format!(
        "refused: the field {CSRF_FIELD} must hold the value of the cookie {CSRF_COOKIE}"
    ));
    Err(answer::text(
        StatusCode::FORBIDDEN,
        "CSRF verification failed.",
    ))
}

/// The value of a cookie of a request.
pub fn sent_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .find_map(|cookies| cookie(cookies.as_bytes(), name))
}

/// Sets a cookie for the whole server.
pub fn set_cookie(response: &mut Response, name: &str, value: &str, attributes: &str) {
    let cookie = format!("{name}={value}; Path=/{attributes}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
