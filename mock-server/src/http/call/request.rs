//! One request to a project space, as the routes see it, and what they add to its journal entry.

use std::{
    borrow::Cow,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use axum::extract::{FromRequestParts, Request};
use http::{HeaderMap, Method, StatusCode, request::Parts};
use jiff::Timestamp;

use super::{address, query::Query};
use crate::{
    hq::{Hq, Island},
    http::wire::{Presence, RawRequest},
    journal::{
        entry::{Credentials, ExportRecord},
        kept::Kept,
    },
    quirks::EmptyParameter,
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
    /// Whether the client still waits for the answer.
    pub client: Presence,
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
    pub(in crate::http) fn of(
        hq: Arc<Hq>,
        request: &mut Request,
        domain: String,
        island: Option<Arc<Island>>,
    ) -> Self {
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
            client: request.extensions_mut().remove().unwrap_or_default(),
            path: request.uri().path().to_owned(),
            headers: std::mem::take(request.headers_mut()),
            island,
            hq,
            draft: Draft::default(),
        }))
    }

    /// What the journal keeps of it, with all that was added, once it is answered.
    pub(in crate::http) fn kept(&self, status: StatusCode) -> Kept {
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
