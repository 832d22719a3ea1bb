//! One call of the control API: its route and what is said of it. From the one list of operations
//! come the routes and the OpenAPI document both, so that neither knows a call the other does not.

use std::sync::Arc;

use axum::{
    handler::Handler,
    routing::{MethodFilter, MethodRouter, on},
};
use serde_json::Value;

use crate::hq::Hq;

/// A call.
pub struct Operation {
    /// `get`, `post`, `put` or `delete`.
    pub verb: Verb,
    /// Where: `/_fakehq/spaces/{space}/clock`.
    pub path: &'static str,
    /// A stable name for programs: `showClock`.
    pub id: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What its answer holds.
    pub answer: &'static str,
    /// The status when all went well.
    pub status: u16,
    /// The media type of the answer.
    pub media: &'static str,
    /// Its parameters.
    pub query: Vec<Parameter>,
    /// Bodies that it takes, each an example; no body without one.
    pub examples: Vec<Example>,
    pub(super) handler: MethodRouter<Arc<Hq>>,
}

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Looks.
    Get,
    /// Changes or adds.
    Post,
    /// Puts in place.
    Put,
    /// Takes away.
    Delete,
}

/// A parameter behind the question mark; all can be left out.
pub struct Parameter {
    /// `after`
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    /// A value that makes sense.
    pub example: &'static str,
}

/// A body that works.
pub struct Example {
    /// A few words.
    pub title: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// The body; a text where it is no JSON.
    pub body: Value,
}

impl Verb {
    /// In lower case, as an OpenAPI document has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

impl Operation {
    /// A call that is answered with 200 and JSON.
    pub(super) fn new<T: 'static, H: Handler<T, Arc<Hq>>>(
        verb: Verb,
        path: &'static str,
        id: &'static str,
        handler: H,
    ) -> Self {
        Self {
            verb,
            path,
            id,
            summary: "",
            answer: "",
            status: 200,
            media: "application/json",
            query: Vec::new(),
            examples: Vec::new(),
            handler: on(verb.filter(), handler),
        }
    }

    /// Says what it does.
    pub(super) fn does(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    /// Says what is answered.
    pub(super) fn answers(self, status: u16, answer: &'static str) -> Self {
        Self {
            status,
            answer,
            ..self
        }
    }

    /// Says what the answer is where it is no JSON.
    pub(super) fn in_media(self, media: &'static str) -> Self {
        Self { media, ..self }
    }

    /// Adds a parameter.
    pub(super) fn query(
        mut self,
        name: &'static str,
        what: &'static str,
        example: &'static str,
    ) -> Self {
        self.query.push(Parameter {
            name,
            what,
            example,
        });
        self
    }

    /// Adds a JSON body that works.
    pub(super) fn takes(self, title: &'static str, body: Value) -> Self {
        self.takes_media(title, "application/json", body)
    }

    /// Adds a body that works.
    pub(super) fn takes_media(
        mut self,
        title: &'static str,
        media: &'static str,
        body: Value,
    ) -> Self {
        self.examples.push(Example { title, media, body });
        self
    }
}
