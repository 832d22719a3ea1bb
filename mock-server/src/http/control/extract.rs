//! What the calls of the control API share: the space of the path, bodies, answers, errors.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    response::Response,
};
use http::{StatusCode, request::Parts};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    hq::{Hq, Island},
    http::call::{address, answer, reading::SMALL_BODY},
    input::toml_error,
    world::space::is_space_name,
};

/// What a call is answered with; what it is refused with, too.
pub type Answer = Result<Response, Response>;

/// 200 with JSON.
///
/// # Errors
/// Never; it is an [`Answer`] because it ends calls that can be refused.
pub fn told(value: &impl Serialize) -> Answer {
    Ok(answer::json(StatusCode::OK, value))
}

/// 201 with JSON: it was not there before.
///
/// # Errors
/// Never, as [`told`].
pub fn made(value: &impl Serialize) -> Answer {
    Ok(answer::json(StatusCode::CREATED, value))
}

/// The space that a path names as `{space}`. One that its name describes is made, as for any other
/// request; where there is none, 404 with the names there are.
pub struct Space(pub Arc<Island>);

impl FromRequestParts<Arc<Hq>> for Space {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, hq: &Arc<Hq>) -> Result<Self, Response> {
        let names = names(parts).await?;
        let named = names.into_iter().find(|(of, _)| of == "space");
        let (_, name) = named.unwrap_or_default();
        Ok(Self(island(hq, &name).await?))
    }
}

/// What the last name of a path says: the `{id}` of `/_fakehq/spaces/{space}/custom-exports/{id}`.
pub struct Named(pub String);

impl FromRequestParts<Arc<Hq>> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Hq>) -> Result<Self, Response> {
        let (_, name) = names(parts).await?.pop().unwrap_or_default();
        Ok(Self(name))
    }
}

/// The names in a path, with what stands in their place.
async fn names(parts: &mut Parts) -> Result<Vec<(String, String)>, Response> {
    let names = RawPathParams::from_request_parts(parts, &())
        .await
        .map_err(wrong)?;
    let owned = |(of, name): (&str, &str)| (of.to_owned(), name.to_owned());
    Ok(names.iter().map(owned).collect())
}

/// Scheme and host by which the caller reached us, for the addresses in an answer.
pub struct BaseUrl(pub String);

impl FromRequestParts<Arc<Hq>> for BaseUrl {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Hq>) -> Result<Self, Response> {
        Ok(Self(address::base_url(&parts.headers)))
    }
}

/// An error of the control API: `{"error": "..."}`.
pub fn refused(status: StatusCode, error: impl Into<String>) -> Response {
    answer::json(status, &json!({ "error": error.into() }))
}

/// 400: the call makes no sense.
pub fn wrong(error: impl ToString) -> Response {
    refused(StatusCode::BAD_REQUEST, error.to_string())
}

/// 404: there is no such thing.
pub fn missing(error: impl ToString) -> Response {
    refused(StatusCode::NOT_FOUND, error.to_string())
}

async fn island(hq: &Arc<Hq>, name: &str) -> Result<Arc<Island>, Response> {
    /// Named at most; a server for many tests has thousands.
    const NAMED: usize = 20;
    let (of, asked) = (Arc::clone(hq), name.to_owned());
    match aside(move || of.island_or_made(&asked)).await? {
        Ok(Some(island)) => Ok(island),
        Ok(None) => {
            let islands = hq.islands();
            let mut known: Vec<_> = islands.iter().take(NAMED).map(|i| i.name()).collect();
            if islands.len() > NAMED {
                known.push("others");
            }
            let known = match known.as_slice() {
                [] => "none at all".to_owned(),
                known => known.join(", "),
            };
            let error = format!("there is no project space `{name}`; there is {known}");
            Err(missing(error))
        }
        Err(not_made) => Err(missing(format!(
            "there is no project space `{name}`: {not_made}"
        ))),
    }
}

/// Refuses a name that no space can have.
///
/// # Errors
/// 400 with what makes a name.
pub fn space_name(name: &str) -> Result<(), Response> {
    if is_space_name(name) {
        return Ok(());
    }
    Err(wrong(format!(
        "{name:?} is no name of a project space: letters, digits and _ . : - make one"
    )))
}

/// The body as JSON of a given shape; `example` is one that would do.
///
/// # Errors
/// 400 with what is wrong with it, and the example.
pub fn body<T: DeserializeOwned>(body: &[u8], example: &str) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| {
        let error = toml_error::in_words(&error.to_string());
        wrong(format!("{error}; send for example {example}"))
    })
}

/// The same of a call that says little.
///
/// # Errors
/// 413 as [`small_enough`], or as [`body`].
pub fn small<T: DeserializeOwned>(bytes: &[u8], example: &str) -> Result<T, Response> {
    small_enough(bytes)?;
    body(bytes, example)
}

/// Refuses a body that is larger than what such a call says: reading it would hold up others.
///
/// # Errors
/// 413.
pub fn small_enough(bytes: &[u8]) -> Result<(), Response> {
    if bytes.len() > SMALL_BODY {
        let error = "the body is larger than 1 MiB; only forms, world files and dumps may be";
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, error));
    }
    Ok(())
}

/// Work that takes long, away from the threads that give small answers.
///
/// # Errors
/// 500 when the work came to a bad end.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Response> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

/// 500: work on a thread of its own came to a bad end.
pub fn failed(error: impl ToString) -> Response {
    refused(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("the server failed at this call: {}", error.to_string()),
    )
}
