//! `POST /_fakehq/spaces/{space}/forms`

use std::sync::Arc;

use axum::body::Bytes;
use serde_json::json;

use super::{
    extract::{Answer, Space, made, wrong},
    operation::{Operation, Verb},
};
use crate::{
    hq::Island,
    world::{form::StoredForm, submit},
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
pub async fn submit(Space(island): Space, body: Bytes) -> Answer {
    let form = stored(&island, &body).map_err(wrong)?;
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
