//! `/a/{domain}/login/`: the login page and its form (facts C.2).

use axum::{body::Bytes, response::Response};
use http::{Method, StatusCode};

use super::csrf::{self, sent_cookie, set_cookie};
use crate::{
    auth::{account::Account, session::SESSION_COOKIE},
    http::call::{address, answer, query::Query, reading::reading, request::Call},
};

/// Shows the form, or takes it. Always 200 where there is nothing wrong with the request: a client
/// that stores what it gets stores this page.
pub async fn login(call: Call, body: Bytes) -> Response {
    if call.method == Method::POST {
        let size = body.len();
        match reading(&call.hq, size, move || Query::of(&body)).await {
            Ok(fields) => posted(&call, &fields),
            Err(_) => answer::empty(StatusCode::INTERNAL_SERVER_ERROR),
        }
    } else {
        page(&call)
    }
}

/// The login page as somebody who asks for it meets it, whatever was asked for.
pub fn page(call: &Call) -> Response {
    form(call, &next_page(call, &call.query), false)
}

fn form(call: &Call, next: &str, refused: bool) -> Response {
    let token = csrf::token(call);
    let mark = call.island.space().page_mark.clone();
    let page = crate::http::access::login_page::login(&call.domain, &mark, next, &token, refused);
    let mut response = answer::page(StatusCode::OK, page);
    csrf::give(&mut response, &token);
    response
}

fn posted(call: &Call, fields: &Query) -> Response {
    let field = |name| fields.get(name).unwrap_or_default();
    if let Err(response) = csrf::check(call, fields) {
        return response;
    }
    let username = field("username").trim().to_lowercase();
    let right = call
        .island
        .space()
        .people
        .named(&username)
        .is_some_and(|person| {
            let account = Account {
                username: &username,
                password: person.password(),
            };
            account.has_password(field("password").as_bytes())
        });
    if !right {
        call.note("user name or password is wrong");
        return form(call, &next_page(call, fields), true);
    }
    let session = call.island.sessions().open(&username);
    let mut response = answer::redirect(StatusCode::FOUND, &next_page(call, fields));
    set_cookie(&mut response, SESSION_COOKIE, &session, "; HttpOnly");
    response
}

/// Where a login leads: only to a path of this server, else to the listing.
fn next_page(call: &Call, fields: &Query) -> String {
    match fields.get("next") {
        Some(next) if next.starts_with('/') && !next.starts_with("//") && is_visible(next) => {
            address::chosen(&call.base_url(), next)
        }
        Some(next) if next.starts_with(&format!("{}/", call.base_url())) && is_visible(next) => {
            address::chosen(&call.base_url(), next)
        }
        _ => call.listing(),
    }
}

fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte > b' ' && byte != b'\\')
}

/// `/a/{domain}/logout/`: ends the session.
pub async fn logout(call: Call) -> Response {
    if let Some(session) = sent_cookie(&call.headers, SESSION_COOKIE) {
        call.island.sessions().close(session);
    }
    let mut response = answer::redirect(StatusCode::FOUND, &call.listing());
    set_cookie(&mut response, SESSION_COOKIE, "", "; Max-Age=0");
    response
}
