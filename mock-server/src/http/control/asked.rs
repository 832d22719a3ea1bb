//! What the calls of the control API share: the space of the path, bodies, errors.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{
    hq::{Hq, Island},
    http::answer,
    toml_error,
    world::space::is_space_name,
};

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

/// The space of a name. One that its name describes is made, as for any other request.
///
/// # Errors
/// 404 with the names there are.
pub async fn island(hq: &Arc<Hq>, name: &str) -> Result<Arc<Island>, Response> {
    /// Named at most; a server for many tests has thousands.
    const NAMED: usize = 20;
    let asked = name.to_owned();
    match aside(hq, move |hq| hq.island_or_made(&asked)).await? {
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

/// Work that takes long, away from the threads that give small answers.
///
/// # Errors
/// 500 when the work came to a bad end.
pub async fn aside<T: Send + 'static>(
    hq: &Arc<Hq>,
    work: impl FnOnce(&Arc<Hq>) -> T + Send + 'static,
) -> Result<T, Response> {
    let hq = Arc::clone(hq);
    tokio::task::spawn_blocking(move || work(&hq))
        .await
        .map_err(|error| {
            refused(
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("the server failed at this call: {error}"),
            )
        })
}
