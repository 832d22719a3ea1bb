//! What a request must get through before an export looks at it, in the order of facts B.2: the
//! plan, the login, the permission, the method.

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::domain_select;
use crate::{
    auth::{
        account::{Account, Accounts, is_in_lower_case},
        digest::{Asked, Denial, Refusal},
        session::{self, SESSION_COOKIE},
    },
    hq::{Hq, Island},
    http::call::{answer, explanation, pages, query::Query, request::Call},
    journal::entry::Credentials,
    quirks::{Choices, MethodGate, MobileWorkers, Permission, PlanGate},
    world::{
        access::Access,
        people::{People, Person, Standing},
    },
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
///
/// # Errors
/// 401 JSON.
pub fn plan(call: &Call) -> Result<(), Response> {
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
///
/// # Errors
/// As [`who`], the plan aside.
pub fn login(call: &Call) -> Result<(), Response> {
    match session_user(call) {
        Some(username) => by_session(call, &username),
        None if !call.known_space && is_logged_in_anywhere(call) => Err(no_such_space(call)),
        None => by_digest(call),
    }
}

/// Whoever is logged in sees that a space does not exist (facts G.1); a session of one space says
/// nothing in another that does.
fn is_logged_in_anywhere(call: &Call) -> bool {
    let id = session_id(&call.headers);
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
    let id = session_id(&call.headers)?;
    call.island.sessions().who(id).map(str::to_owned)
}

/// Whether a request has a session of a space.
#[must_use]
pub fn has_session(island: &Island, headers: &HeaderMap) -> bool {
    session_id(headers).is_some_and(|id| island.sessions().who(id).is_some())
}

fn session_id(headers: &HeaderMap) -> Option<&[u8]> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    cookies
        .map(HeaderValue::as_bytes)
        .find_map(|cookies| session::cookie(cookies, SESSION_COOKIE))
}

/// Where a name is none as it stands, but is one in lower case with hyphens, and the request has a
/// session there: that space. Digest takes names as typed (facts G.1).
pub(crate) fn by_session_only(hq: &Hq, name: &str, headers: &HeaderMap) -> Option<Arc<Island>> {
    let session = session_id(headers)?;
    let island = hq.island(&name.to_lowercase().replace('_', "-"))?;
    island.sessions().who(session)?;
    Some(island)
}

/// Whether a session of such a person sees exports and their listing (facts G.1).
#[must_use]
pub fn sees_exports(person: Person<'_>, choices: &Choices) -> bool {
    match person.standing() {
        Some(standing) => matches!(standing, Standing::Exporter | Standing::Superuser),
        None => choices.mobile_worker == MobileWorkers::Admitted,
    }
}

/// No session gets into a deactivated space: it is led to where one chooses another (facts G.1).
///
/// # Errors
/// The redirect.
pub fn activated(call: &Call) -> Result<(), Response> {
    if call.island.space().access != Access::Deactivated {
        return Ok(());
    }
    call.note(
        "this project space is deactivated: sessions are led to the choice of spaces, and only digest \
         logins go on as ever",
    );
    let target = format!("{}{}", call.base_url(), domain_select::PATH);
    Err(answer::redirect(StatusCode::FOUND, &target))
}

fn by_session(call: &Call, username: &str) -> Result<(), Response> {
    activated(call)?;
    let username = username.to_owned();
    let (standing, let_in, access) = {
        let space = call.island.space();
        let person = space.people.named(&username);
        (
            person.and_then(|person| person.standing()),
            person.is_some_and(|person| sees_exports(person, &space.choices)),
            space.access,
        )
    };
    if let_in {
        call.credentials(Credentials::Verified { username });
        return Ok(());
    }
    let refusal = if standing == Some(Standing::Outsider) && access != Access::Public {
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

fn by_digest(call: &Call) -> Result<(), Response> {
    let authorization = call.headers.get(header::AUTHORIZATION);
    let asked = Asked {
        method: call.method.as_str().as_bytes(),
        target: call.target(),
        authorization: authorization.map(HeaderValue::as_bytes),
    };
    let checked = {
        // Always in this order: the space, then its digest gate.
        let space = call.island.space();
        let mut gate = call.island.digest();
        gate.nonce_rules = space.choices.nonce_rules;
        gate.user_name_case = space.choices.user_name_case;
        gate.check(call.at, &asked, &space.people).map(|verified| {
            let person = space.people.named(&verified.username);
            (denial(person, &space.choices), verified.username)
        })
    };
    let refused = match checked {
        Ok((None, username)) => {
            call.credentials(Credentials::Verified { username });
            return Ok(());
        }
        Ok((Some(denial), username)) => {
            call.credentials(Credentials::Forbidden { username });
            return Err(forbidden(call, denial));
        }
        Err(refused) => refused,
    };
    if authorization.is_some() {
        call.credentials(Credentials::Refused {
            reason: refused.refusal.id().to_owned(),
        });
        call.note(refused.refusal.to_string());
    } else if explanation::is_asked(&call.headers) {
        // The first step of every digest login; the journal of others is the shorter without it.
        call.note(refused.refusal.to_string());
    }
    if !call.known_space {
        call.note(format!(
            "{}. HQ challenges for spaces that do not exist as well, so no login will do",
            unknown_space(call)
        ));
    }
    Err(challenged(&refused.challenge))
}

/// Why somebody with right digest credentials may not export, if so.
fn denial(person: Option<Person<'_>>, choices: &Choices) -> Option<Denial> {
    match person.map(|person| person.standing()) {
        Some(Some(Standing::Exporter)) => None,
        Some(Some(Standing::Viewer)) => Some(Denial::NoPermission),
        Some(Some(Standing::Superuser)) => Some(Denial::Superuser),
        Some(Some(Standing::Outsider)) | None => Some(Denial::NotAMember),
        Some(None) if choices.mobile_worker == MobileWorkers::Admitted => None,
        Some(None) => Some(Denial::MobileWorker),
    }
}

/// A refusal of somebody whose digest was right: the digest layer turns every 403 of a view into a
/// fresh challenge, so that it comes again for ever (facts G.1; quirks `permission`,
/// `mobile-worker`).
pub fn forbidden(call: &Call, denial: Denial) -> Response {
    let choices = call.island.space().choices;
    let shown = match denial {
        Denial::MobileWorker => choices.mobile_worker == MobileWorkers::Forbidden,
        _ => choices.permission == Permission::Forbidden,
    };
    let refused = call
        .island
        .digest()
        .refuse(call.at, Refusal::Denied(denial));
    call.note(refused.refusal.to_string());
    if shown {
        return answer::empty(StatusCode::FORBIDDEN);
    }
    challenged(&refused.challenge)
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

/// Exports answer GET only; HEAD is refused too (facts A; quirk `method-gate`).
///
/// # Errors
/// 405 for any other method.
pub fn method(call: &Call) -> Result<(), Response> {
    let head_too = call.island.space().choices.method_gate == MethodGate::HeadToo;
    if call.method == Method::GET || (head_too && call.method == Method::HEAD) {
        return Ok(());
    }
    let allowed = if head_too {
        call.note(format!(
            "{} is refused: exports answer GET and HEAD",
            call.method
        ));
        HeaderValue::from_static("GET, HEAD")
    } else {
        call.note(format!(
            "{} is refused: exports answer GET only, HEAD included in the refusal",
            call.method
        ));
        HeaderValue::from_static("GET")
    };
    let mut response = answer::empty(StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(header::ALLOW, allowed);
    Err(response)
}

/// As [`method`], but for exports that take any method where the server does (facts A; quirk
/// `method-gate`).
///
/// # Errors
/// As [`method`].
pub fn custom_method(call: &Call) -> Result<(), Response> {
    if call.island.space().choices.method_gate == MethodGate::CustomAny {
        return Ok(());
    }
    method(call)
}

/// The request as an export sees it that takes any method: the parameters of a POST come from its body.
#[must_use]
pub fn posted(call: Call, body: &[u8]) -> Call {
    let any_method = call.island.space().choices.method_gate == MethodGate::CustomAny;
    if any_method && call.method == Method::POST {
        return call.with_query(Query::of(body));
    }
    call
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
            .find(|account| is_in_lower_case(account.username, name))
    }

    fn is_mobile_worker(&self, name: &str) -> bool {
        self.mobile_workers.iter().any(|worker| {
            let short = worker.username.split('@').next();
            short.is_some_and(|short| is_in_lower_case(short, name))
        })
    }
}
