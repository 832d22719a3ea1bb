//! Around every route of a space: the space is found, the call made, its journal entry written.

use std::sync::Arc;

use axum::{
    extract::{DefaultBodyLimit, Request, State},
    middleware::Next,
    response::Response,
};
use http::StatusCode;

use super::{effects, recorded, stray_headers};
use crate::{
    hq::{Hq, Island, by_name::NotMade},
    http::{
        access::authorize,
        call::{answer, explanation, pages, reading::FORM_BODY, request::Call},
        wire::{Delivered, Delivery, Spelling},
    },
    journal::entry::Sent,
    quirks::HeaderCase,
    world::space::is_space_name,
};

/// The space named in a path `/a/{domain}/...`, decoded.
fn domain_of(path: &str) -> String {
    let name = path
        .strip_prefix("/a/")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    percent_encoding::percent_decode_str(name)
        .decode_utf8_lossy()
        .into_owned()
}

/// Wraps every route of a space: makes the [`Call`], adds what every answer carries, and writes the
/// journal when it is answered.
pub async fn journaled(State(hq): State<Arc<Hq>>, mut request: Request, next: Next) -> Response {
    let mut domain = domain_of(request.uri().path());
    let (mut island, not_made) = match visited(&hq, &domain).await {
        Ok(island) => (island, None),
        Err(not_made) => (None, Some(not_made)),
    };
    if island.is_none()
        && let Some(meant) = authorize::by_session_only(&hq, &domain, request.headers())
    {
        domain = meant.name().to_owned();
        island = Some(meant);
    }
    let call = Call::of(hq, &mut request, domain, island);
    let under_way = UnderWay::in_journal_of(&call.island);
    let response = if let Some(not_made) = not_made {
        refused(&call, &not_made)
    } else if is_space_name(&call.domain) {
        match recorded::recorded(&call) {
            Some(response) => response,
            None => {
                // The connection bounds bodies already; what is no form is small.
                DefaultBodyLimit::max(FORM_BODY).apply(&mut request);
                request.extensions_mut().insert(call.clone());
                next.run(request).await
            }
        }
    } else {
        no_space_name(&call)
    };
    let mut response = effects::strike(&call, response).await;
    let choices = call.island.space().choices;
    stray_headers::add(response.headers_mut(), choices.stray_headers);
    if let Some(spelling) = spelling(choices.header_case) {
        response.extensions_mut().insert(spelling);
    }
    let kept = call.kept(response.status());
    if explanation::is_asked(&call.headers) {
        explanation::add(response.headers_mut(), &kept.notes);
    }

    let number = call.island.journal.add(kept);
    let delivery = Delivery::new(move |delivered: Delivered| {
        let sent = Sent {
            body_bytes: delivered.body_bytes_sent,
            announced: delivered.body_bytes_announced,
            whole: delivered.whole,
        };
        let journal = &under_way.0.journal;
        journal.sent(number, &delivered.head, sent);
        call.hq.tell(&under_way.0, number);
    });
    response.extensions_mut().insert(delivery);
    response
}

/// How the names of header fields are written, where not as published.
fn spelling(choice: HeaderCase) -> Option<Spelling> {
    match choice {
        HeaderCase::AsPublished => None,
        HeaderCase::Lower => Some(Spelling::Lower),
        HeaderCase::Title => Some(Spelling::Title),
    }
}

/// The space of a name, made where the name describes one.
async fn visited(hq: &Arc<Hq>, name: &str) -> Result<Option<Arc<Island>>, NotMade> {
    if !hq.describes(name) {
        return Ok(hq.island(name));
    }
    let (hq, name) = (Arc::clone(hq), name.to_owned());
    // A large space takes a while, which must not hold up small answers.
    let made = tokio::task::spawn_blocking(move || hq.island_or_made(&name)).await;
    made.unwrap_or(Ok(None))
}

/// A name that describes a space and cannot be one is a mistake of whoever configured it: who sees
/// only a login would look for it elsewhere.
fn refused(call: &Call, not_made: &NotMade) -> Response {
    let problem = format!("There is no project space {}: {not_made}", call.domain);
    call.note(problem.clone());
    let mark = call.island.space().page_mark.clone();
    answer::page(
        StatusCode::NOT_FOUND,
        pages::problem::not_found(&mark, &problem),
    )
}

/// No route of the old server matches such a name, so nobody is asked to log in (facts A).
fn no_space_name(call: &Call) -> Response {
    call.note(format!(
        "{:?} is no name of a project space: letters, digits and _ . : - make one",
        call.domain
    ));
    let mark = call.island.space().page_mark.clone();
    let page = pages::problem::not_found(&mark, "There is nothing at this address.");
    answer::page(StatusCode::NOT_FOUND, page)
}

/// Keeps a journal from being settled for as long as it lives, however the answer ends.
struct UnderWay(Arc<Island>);

impl UnderWay {
    fn in_journal_of(island: &Arc<Island>) -> Self {
        island.journal.begins();
        Self(Arc::clone(island))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.journal.ends();
    }
}
