//! `POST /_fakehq/spaces/{space}/forms`

use std::sync::Arc;

use axum::{body::Bytes, extract::State, response::Response};
use http::StatusCode;
use serde_json::json;

use super::{
    extract::{Answer, Space, failed, made, refused},
    operation::{Operation, Verb},
};
use crate::{
    hq::{Hq, Island},
    http::call::reading::reading,
    input::json_size,
    world::{
        form::StoredForm,
        receive::{Beside, Submission},
        submit,
        xml::read::MAX_NODES,
    },
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Post, "/_fakehq/spaces/{space}/forms", "submitForm", submit)
            .does("A form arrives: the XML a phone sends, or a stored document as JSON, what is missing filled in")
            .answers(201, "`id`, `doc_type`, `xmlns` and `received_on` of what was stored")
            .takes(
                "a document",
                json!({ "xmlns": "http://example.org/visit", "form": { "name": "Asha" } }),
            )
            .takes_media(
                "what a phone sends",
                "text/xml",
                "<data xmlns=\"http://example.org/visit\"><name>Asha</name></data>".into(),
            ),
    ]
}

/// Stores a submission: a stored document as JSON, or the XML a phone sends.
///
/// Answers 201 with what became of it.
pub async fn submit(State(hq): State<Arc<Hq>>, Space(island): Space, body: Bytes) -> Answer {
    let size = body.len();
    let form = reading(&hq, size, move || stored(&island, &body)).await;
    let form = form.map_err(failed)?.map_err(SubmitError::answer)?;
    let stored = json!({
        "id": form.id,
        "doc_type": form.doc_type.word(),
        "xmlns": form.xmlns,
        "received_on": form.received_on,
    });
    made(&stored)
}

/// XML begins with `<`, JSON never does.
fn stored(island: &Island, body: &Bytes) -> Result<Arc<StoredForm>, SubmitError> {
    if body.trim_ascii_start().starts_with(b"<") || body.starts_with(b"\xef\xbb\xbf<") {
        let form = Submission::read(body)?;
        return Ok(island.space().receive_read(form, Beside::default())?);
    }
    let values = json_size::values(body);
    if values > MAX_NODES {
        return Err(SubmitError::TooManyValues);
    }
    let value = serde_json::from_slice(body)?;
    Ok(island.space().submit_json(value)?)
}

impl SubmitError {
    fn answer(self) -> Response {
        let status = match &self {
            Self::TooManyValues => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(submit::SubmitError::Xml(error)) if error.reason.is_size() => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            _ => StatusCode::BAD_REQUEST,
        };
        refused(status, self.to_string())
    }
}

#[derive(Debug, thiserror::Error)]
enum SubmitError {
    #[error(
        "the body is neither XML nor JSON ({0}); send the form's XML, or a document \
         {{\"xmlns\": ..., \"form\": {{...}}}}"
    )]
    Unreadable(#[from] serde_json::Error),
    #[error(
        "the document has more than {MAX_NODES} values; real ones have a few thousand. A world file \
         takes larger ones"
    )]
    TooManyValues,
    #[error(transparent)]
    Refused(#[from] submit::SubmitError),
}
