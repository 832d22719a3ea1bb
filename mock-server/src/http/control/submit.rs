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
    world::form::StoredForm,
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
        Err(error) => refused(StatusCode::BAD_REQUEST, error),
    }
}

fn stored(island: &Island, body: &Bytes) -> Result<Arc<StoredForm>, String> {
    let value = serde_json::from_slice(body).map_err(|error| {
        format!(
            "the body is no JSON ({error}); send a document {{\"xmlns\": ..., \"form\": {{...}}}}"
        )
    })?;
    island
        .space()
        .submit_json(value)
        .map_err(|error| error.to_string())
}
