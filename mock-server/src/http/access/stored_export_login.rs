//! Who may have a stored export: at the end of 2015 other credentials than digest ones were taken there
//! (facts A; quirk `stored-export-login`).

use axum::response::Response;
use http::{StatusCode, header};

use super::authorize;
use crate::{
    auth::{account::Accounts, api_key, basic},
    http::call::{answer, request::Call},
    journal::entry::Credentials,
    quirks::StoredExportLogin,
    world::people::{Person, Standing},
};

/// Lets through who may have a stored export: as [`authorize::who`], and Basic credentials and API keys where the
/// server takes them there (facts A; quirk `stored-export-login`).
///
/// # Errors
/// As [`authorize::who`]; 401 without a challenge where an API key is wrong.
pub fn admitted(call: &Call) -> Result<(), Response> {
    authorize::plan(call)?;
    let more_too = call.island.space().choices.stored_export_login == StoredExportLogin::BasicToo;
    if !more_too || authorize::session_user(call).is_some() {
        return authorize::login(call);
    }
    if let Some((name, key)) = given_key(call) {
        return by_key(call, &name, &key);
    }
    if by_basic(call) {
        return Ok(());
    }
    authorize::login(call)
}

/// Name and key of a request: in its head, or in its address where the head has no other login.
fn given_key(call: &Call) -> Option<(String, String)> {
    let Some(header) = call.headers.get(header::AUTHORIZATION) else {
        let given = |name| call.query.get(name).filter(|text| !text.is_empty());
        return Some((given("username")?.to_owned(), given("api_key")?.to_owned()));
    };
    api_key::credentials(header.as_bytes())
}

fn by_key(call: &Call, name: &str, key: &str) -> Result<(), Response> {
    let username = name.to_lowercase();
    let (right, may) = {
        let space = call.island.space();
        let known = space.people.key_of(&username);
        let person = space.people.named(&username);
        (
            known.is_some_and(|known| api_key::is_same(&known.key, key)),
            person.is_some_and(may_have_stored),
        )
    };
    match (right, may) {
        (true, true) => {
            call.credentials(Credentials::Verified { username });
            Ok(())
        }
        (true, false) => {
            call.note(format!(
                "the API key is right, but `{username}` may not export"
            ));
            call.credentials(Credentials::Forbidden { username });
            Err(answer::empty(StatusCode::FORBIDDEN))
        }
        (false, _) => {
            call.note(format!(
                "the API key is not that of `{username}`; keys are `api_key` in the control API"
            ));
            call.credentials(Credentials::Refused {
                reason: "wrong-api-key".to_owned(),
            });
            Err(answer::empty(StatusCode::UNAUTHORIZED))
        }
    }
}

/// Whether somebody may have a stored export by other credentials than digest ones.
fn may_have_stored(person: Person<'_>) -> bool {
    match person.standing() {
        Some(standing) => standing == Standing::Exporter,
        None => true,
    }
}

/// Whether the request has Basic credentials of somebody who may have a stored export.
fn by_basic(call: &Call) -> bool {
    let header = call.headers.get(header::AUTHORIZATION);
    let Some((name, password)) = header.and_then(|header| basic::credentials(header.as_bytes()))
    else {
        return false;
    };
    let space = call.island.space();
    let Some(account) = space.people.find(&name.to_lowercase()) else {
        return false;
    };
    let person = space.people.named(account.username);
    let may = person.is_some_and(may_have_stored);
    if account.goes_by(&name) && account.has_password(&password) && may {
        let username = account.username.to_owned();
        call.credentials(Credentials::Verified { username });
        return true;
    }
    false
}
