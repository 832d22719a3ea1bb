//! `POST /_fakehq/spaces/{space}/forms`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde_json::json;

use super::{island, refused};
use crate::{
    hq::{Hq, Island},
    http::answer,
    world::{form::StoredForm, submit},
};

/// Stores a submission: a stored document as JSON, or the XML a phone sends.
///
/// Answers 201 with what became of it.
pub async fn submit(State(hq): State<Arc<Hq>>, name: Path<String>, body: Bytes) -> Response {
    let island = match island(&hq, &name) {
        Ok(island) => island,
        Err(response) => return response,
    };
    match stored(&island, &body) {
        Ok(form) => {
            let stored = json!({
                "id": form.id,
                "doc_type": form.doc_type.word(),
                "xmlns": form.xmlns,
                "received_on": form.received_on,
            });
            answer::json(StatusCode::CREATED, &stored)
        }
        Err(error) => refused(StatusCode::BAD_REQUEST, error.to_string()),
    }
}

/// XML begins with `<`, JSON never does.
fn stored(island: &Island, body: &Bytes) -> Result<Arc<StoredForm>, SubmitError> {
    if body.trim_ascii_start().starts_with(b"<") || body.starts_with(b"\xef\xbb\xbf<") {
        return Ok(island.space().submit_xml(body)?);
    }
    let value = serde_json::from_slice(body)?;
    Ok(island.space().submit_json(value)?)
}

#[derive(Debug, thiserror::Error)]
enum SubmitError {
    #[error(
        "the body is neither XML nor JSON ({0}); send the form's XML, or a document \
         {{\"xmlns\": ..., \"form\": {{...}}}}"
    )]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Refused(#[from] submit::SubmitError),
}
