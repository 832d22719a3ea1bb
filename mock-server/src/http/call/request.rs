//! One request on its way through the routes, and the journal entry it becomes.

use std::{
    borrow::Cow,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{DefaultBodyLimit, FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, request::Parts};
use jiff::Timestamp;

use super::{address, answer, explanation, pages, query::Query};
use crate::{
    hq::{Hq, Island, by_name::NotMade},
    http::{
        access::authorize,
        layers::{effects, recorded, stray_headers},
        wire::{Delivered, Delivery, RawRequest, Spelling},
    },
    journal::{
        entry::{Credentials, ExportRecord, Sent},
        kept::Kept,
    },
    quirks::{EmptyParameter, HeaderCase},
    world::space::is_space_name,
};

/// A request to a project space, as the routes see it. A copy is of the same request.
#[derive(Clone, Debug)]
pub struct Call(Arc<Received>);

/// What a [`Call`] is about.
#[derive(Clone, Debug)]
pub struct Received {
    /// The server.
    pub hq: Arc<Hq>,
    /// The space asked for; where there is none, the one that stands in for it.
    pub island: Arc<Island>,
    /// The name of the space as it stands in the path.
    pub domain: String,
    /// Whether that space exists.
    pub known_space: bool,
    /// The method.
    pub method: Method,
    /// The head, byte for byte.
    pub raw: RawRequest,
    /// The path of its target, encoded as sent.
    pub path: String,
    /// Its parameters.
    pub query: Query,
    /// The fields of the head.
    pub headers: HeaderMap,
    /// The space's clock when the request came.
    pub at: Timestamp,
    draft: Draft,
}

/// What the routes add to the journal entry of a request.
#[derive(Clone, Debug, Default)]
struct Draft(Arc<Mutex<Additions>>);

#[derive(Debug, Default)]
struct Additions {
    credentials: Credentials,
    export: Option<ExportRecord>,
    fault: Option<String>,
    notes: Vec<Cow<'static, str>>,
}

impl Deref for Call {
    type Target = Received;

    fn deref(&self) -> &Received {
        &self.0
    }
}

impl Call {
    /// The same request with other parameters; what is noted of it is noted of both.
    #[must_use]
    pub fn with_query(&self, query: Query) -> Self {
        Self(Arc::new(Received {
            query,
            ..(*self.0).clone()
        }))
    }

    /// Adds plain words on what was wrong to the journal entry.
    pub fn note(&self, words: impl Into<Cow<'static, str>>) {
        self.draft.with(|draft| draft.notes.push(words.into()));
    }

    /// Says what was made of the credentials.
    pub fn credentials(&self, credentials: Credentials) {
        self.draft.with(|draft| draft.credentials = credentials);
    }

    /// Says what an export request asked for and got.
    pub fn export(&self, change: impl FnOnce(&mut ExportRecord)) {
        self.draft
            .with(|draft| change(draft.export.get_or_insert_default()));
    }

    /// Says which fault struck the request; of two, both are told.
    pub fn fault(&self, words: String) {
        self.draft.with(|draft| {
            draft.fault = Some(match draft.fault.take() {
                Some(first) => format!("{first}; {words}"),
                None => words,
            });
        });
    }

    /// Takes back what an export was to be answered with: something else is sent.
    pub fn no_export(&self) {
        self.draft.with(|draft| {
            if let Some(export) = &mut draft.export {
                export.token_issued = None;
                export.document_count = 0;
                export.documents.clear();
            }
        });
    }

    /// What has been made of the credentials so far, and of the export asked for.
    pub fn so_far<T>(&self, look: impl FnOnce(&Credentials, Option<&ExportRecord>) -> T) -> T {
        self.draft
            .with(|draft| look(&draft.credentials, draft.export.as_ref()))
    }

    /// The address of the listing page.
    #[must_use]
    pub fn listing(&self) -> String {
        let place = self.island.space().choices.listing_address;
        address::listing(&self.base_url(), &self.domain, place)
    }

    /// Scheme and host by which the client reached us.
    #[must_use]
    pub fn base_url(&self) -> String {
        address::base_url(&self.headers)
    }

    /// The target, byte for byte.
    #[must_use]
    pub fn target(&self) -> &[u8] {
        self.raw.target()
    }

    /// The fields of the head are taken out of the request: who comes after has the call.
    fn of(
        hq: Arc<Hq>,
        request: &mut Request,
        mut domain: String,
        mut island: Option<Arc<Island>>,
    ) -> Self {
        if island.is_none()
            && let Some(meant) = authorize::by_session_only(&hq, &domain, request.headers())
        {
            domain = meant.name().to_owned();
            island = Some(meant);
        }
        let known_space = island.is_some();
        let island = island.unwrap_or_else(|| Arc::clone(&hq.strays));
        let (at, choices) = {
            let space = island.space();
            (space.now(), space.choices)
        };
        let mut query = Query::of(request.uri().query().unwrap_or_default().as_bytes());
        if choices.empty_parameter == EmptyParameter::Absent {
            query.drop_empty();
        }
        Self(Arc::new(Received {
            known_space,
            at,
            domain,
            method: request.method().clone(),
            query,
            raw: RawRequest::of(request),
            path: request.uri().path().to_owned(),
            headers: std::mem::take(request.headers_mut()),
            island,
            hq,
            draft: Draft::default(),
        }))
    }

    fn kept(&self, status: StatusCode) -> Kept {
        let mut kept = Kept::new(self.at, self.raw.clone(), status.as_u16());
        self.draft.with(|draft| {
            kept.credentials = std::mem::take(&mut draft.credentials);
            kept.export = draft.export.take();
            kept.fault = draft.fault.take();
            kept.notes = std::mem::take(&mut draft.notes);
        });
        kept
    }
}

impl Draft {
    fn with<T>(&self, change: impl FnOnce(&mut Additions) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

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
    let domain = domain_of(request.uri().path());
    let (island, not_made) = match visited(&hq, &domain).await {
        Ok(island) => (island, None),
        Err(not_made) => (None, Some(not_made)),
    };
    let call = Call::of(hq, &mut request, domain, island);
    let under_way = UnderWay::in_journal_of(&call.island);
    let response = if let Some(not_made) = not_made {
        refused(&call, &not_made)
    } else if is_space_name(&call.domain) {
        match recorded::recorded(&call) {
            Some(response) => response,
            None => {
                // The connection bounds bodies already.
                DefaultBodyLimit::disable().apply(&mut request);
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

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        // Present on every route of a space: `journaled` wraps them all, and each takes it once.
        parts
            .extensions
            .remove::<Self>()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
