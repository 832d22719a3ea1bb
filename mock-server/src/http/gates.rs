//! What a request must get through before an export looks at it, in the order of facts B.2: the
//! plan, the login, the permission, the method.

use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header};

use super::{answer, call::Call, pages};
use crate::{
    auth::{
        account::{Account, Accounts},
        digest::{Asked, Denial, Refusal},
        session::{self, SESSION_COOKIE},
    },
    journal::entry::Credentials,
    quirks::PlanGate,
    world::people::{People, Standing},
};

/// Lets a request to an export through, or answers it.
///
/// # Errors
/// As [`who`], and then as [`method`].
pub fn export(call: &Call) -> Result<(), Response> {
    who(call)?;
    method(call)
}

/// Lets through who may export, or answers the request. The method is looked at later: see
/// [`method`].
///
/// # Errors
/// The answer to give: 401 JSON for the plan, 401 with a challenge, 403 for a session without the
/// permission, 404 for a session in a space that does not exist.
pub fn who(call: &Call) -> Result<(), Response> {
    plan(call)?;
    login(call)
}

/// Below the Standard plan there is no API (page: Note; facts G.4).
fn plan(call: &Call) -> Result<(), Response> {
    let space = call.island.space();
    if space.choices.plan_gate == PlanGate::Absent || space.plan.has_api_access() {
        return Ok(());
    }
    call.note(format!(
        "refused before any login: the plan `{}` has no API access, which begins with `standard`",
        space.plan
    ));
    Err(answer::with(
        StatusCode::UNAUTHORIZED,
        HeaderValue::from_static("application/json"),
        r#"{"message": "You have lost access to this feature.", "code": 401}"#,
    ))
}

/// A session takes precedence over an `Authorization` header (facts G.1).
fn login(call: &Call) -> Result<(), Response> {
    match session_user(call) {
        Some(username) => by_session(call, &username),
        None if !call.known_space && is_logged_in_anywhere(call) => Err(no_such_space(call)),
        None => by_digest(call),
    }
}

/// Whoever is logged in sees that a space does not exist (facts G.1); a session of one space says
/// nothing in another that does.
fn is_logged_in_anywhere(call: &Call) -> bool {
    let id = session_id(call);
    let islands = call.hq.islands();
    id.is_some_and(|id| {
        islands
            .iter()
            .any(|island| island.sessions().who(id).is_some())
    })
}

fn no_such_space(call: &Call) -> Response {
    call.note(unknown_space(call));
    let mark = call.island.space().page_mark.clone();
    let page = pages::problem::not_found(&mark, "There is no such project space.");
    answer::page(StatusCode::NOT_FOUND, page)
}

/// The user of the session cookie, if it is a session of this space.
pub fn session_user(call: &Call) -> Option<String> {
    let id = session_id(call)?;
    call.island.sessions().who(id).map(str::to_owned)
}

fn session_id(call: &Call) -> Option<&[u8]> {
    let cookies = call.headers.get_all(header::COOKIE).into_iter();
    cookies
        .map(HeaderValue::as_bytes)
        .find_map(|cookies| session::cookie(cookies, SESSION_COOKIE))
}

/// Whether a session of such a person sees exports and their listing (facts G.1).
#[must_use]
pub fn sees_exports(standing: Standing) -> bool {
    matches!(standing, Standing::Exporter | Standing::Superuser)
}

fn by_session(call: &Call, username: &str) -> Result<(), Response> {
    let username = username.to_owned();
    let standing = call
        .island
        .space()
        .people
        .named(&username)
        .and_then(|person| person.standing());
    if standing.is_some_and(sees_exports) {
        call.credentials(Credentials::Verified { username });
        return Ok(());
    }
    let refusal = if standing == Some(Standing::Outsider) {
        call.note(format!(
            "`{username}` is logged in but no member of this project space"
        ));
        let mark = call.island.space().page_mark.clone();
        let page = pages::problem::not_found(&mark, "There is nothing here for you.");
        answer::page(StatusCode::NOT_FOUND, page)
    } else {
        call.note(format!("`{username}` is logged in but may not export"));
        answer::empty(StatusCode::FORBIDDEN)
    };
    call.credentials(Credentials::Forbidden { username });
    Err(refusal)
}

/// Whoever may not export meets a fresh challenge, for ever: the digest layer turns every refusal
/// of the view into one (facts G.1).
fn by_digest(call: &Call) -> Result<(), Response> {
    let authorization = call.headers.get(header::AUTHORIZATION);
    // Always in this order: the space, then its digest gate.
    let space = call.island.space();
    let mut gate = call.island.digest();
    let asked = Asked {
        method: call.method.as_str().as_bytes(),
        target: &call.target,
        authorization: authorization.map(HeaderValue::as_bytes),
    };
    let refused = match gate.check(call.at, &asked, &space.people) {
        Ok(verified) => {
            let person = space.people.named(&verified.username);
            let denial = match person.map(|person| person.standing()) {
                Some(Some(Standing::Exporter)) => {
                    call.credentials(Credentials::Verified {
                        username: verified.username,
                    });
                    return Ok(());
                }
                Some(Some(Standing::Viewer)) => Denial::NoPermission,
                Some(Some(Standing::Superuser)) => Denial::Superuser,
                Some(Some(Standing::Outsider)) | None => Denial::NotAMember,
                Some(None) => Denial::MobileWorker,
            };
            call.credentials(Credentials::Forbidden {
                username: verified.username.clone(),
            });
            gate.refuse(call.at, Refusal::Denied(denial))
        }
        Err(refused) => {
            if authorization.is_some() {
                call.credentials(Credentials::Refused {
                    reason: refused.refusal.id().to_owned(),
                });
            }
            refused
        }
    };
    if authorization.is_some() {
        call.note(refused.explanation);
    }
    if !call.known_space {
        call.note(format!(
            "{}. HQ challenges for spaces that do not exist as well, so no login will do",
            unknown_space(call)
        ));
    }
    Err(challenged(&refused.challenge))
}

/// 401 with a challenge (facts G.2).
pub fn challenged(challenge: &str) -> Response {
    let mut response = answer::with(
        StatusCode::UNAUTHORIZED,
        HeaderValue::from_static("text/plain"),
        "Authorization Required",
    );
    if let Ok(challenge) = HeaderValue::from_str(challenge) {
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn unknown_space(call: &Call) -> String {
    /// Named at most; a server for many tests has thousands.
    const NAMED: usize = 20;
    let islands = call.hq.islands();
    let mut known: Vec<_> = islands
        .iter()
        .take(NAMED)
        .map(|island| format!("`{}`", island.name()))
        .collect();
    if islands.len() > NAMED {
        known.push("others".to_owned());
    }
    let known = known.join(", ");
    format!(
        "there is no project space `{}`; there is {known}",
        call.domain
    )
}

/// Exports answer GET only; HEAD is refused too (facts A).
///
/// # Errors
/// 405 for any other method.
pub fn method(call: &Call) -> Result<(), Response> {
    if call.method == Method::GET {
        return Ok(());
    }
    call.note(format!(
        "{} is refused: exports answer GET only, HEAD included in the refusal",
        call.method
    ));
    let mut response = answer::empty(StatusCode::METHOD_NOT_ALLOWED);
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
    Err(response)
}

impl Accounts for People {
    fn find(&self, name: &str) -> Option<Account<'_>> {
        let web = self.web_users.iter().map(|user| Account {
            username: &user.username,
            password: &user.password,
        });
        let mobile = self.mobile_workers.iter().map(|worker| Account {
            username: &worker.username,
            password: &worker.password,
        });
        web.chain(mobile)
            .find(|account| account.username.to_lowercase() == name)
    }

    fn is_mobile_worker(&self, name: &str) -> bool {
        self.mobile_workers.iter().any(|worker| {
            let short = worker.username.split('@').next();
            short.is_some_and(|short| short.to_lowercase() == name)
        })
    }
}
