//! `/a/{domain}/receiver/` and `/a/{domain}/receiver/{app_id}/`: where phones send forms.
//!
//! Nobody is asked who they are, as at HQ unless a project wants it. What arrives is in the next export.

use std::sync::Arc;

use axum::{body::Bytes, extract::Path, response::Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::{
    http::call::{
        answer,
        multipart::{is_multipart, part},
        pages,
        reading::reading,
        request::Call,
    },
    world::{
        receive::{Beside, Submission, Unreadable},
        submit::SubmitError,
    },
};

/// The part of a form in parts that holds the XML, as phones name it.
const XML_PART: &str = "xml_submission_file";

/// Takes a form, for no application in particular.
pub async fn receiver(call: Call, body: Bytes) -> Response {
    received(call, None, body).await
}

/// Takes a form of an application.
pub async fn receiver_of_app(
    call: Call,
    Path((_, app_id)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    received(call, Some(app_id), body).await
}

async fn received(call: Call, app_id: Option<String>, body: Bytes) -> Response {
    if !call.known_space {
        call.note(format!("there is no project space `{}`", call.domain));
        let mark = call.island.space().page_mark.clone();
        let page = pages::problem::not_found(&mark, "There is no such project space.");
        return answer::page(StatusCode::NOT_FOUND, page);
    }
    if call.method != Method::POST {
        call.note(format!(
            "{} is refused: forms are sent with POST",
            call.method
        ));
        let mut response = answer::empty(StatusCode::METHOD_NOT_ALLOWED);
        let post = HeaderValue::from_static("POST");
        response.headers_mut().insert(header::ALLOW, post);
        return response;
    }
    let (hq, body_size) = (Arc::clone(&call.hq), body.len());
    let work = move || taken(&call, app_id.as_deref(), &body);
    reading(&hq, body_size, work)
        .await
        .unwrap_or_else(|_| answer::empty(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Reads a form and stores it: only storing holds up others who want something of the space.
fn taken(call: &Call, app_id: Option<&str>, body: &Bytes) -> Response {
    let xml = match sent(&call.headers, body) {
        Ok(xml) => xml,
        Err(problem) => {
            call.note(problem.clone());
            return message(StatusCode::BAD_REQUEST, "submit_error", &problem);
        }
    };
    let beside = Beside {
        app_id,
        last_sync_token: text(&call.headers, "x-commcarehq-lastsynctoken"),
    };
    let read = Submission::read(&xml);
    let stored = read.and_then(|form| call.island.space().receive_read(form, beside));
    match stored {
        Ok(form) => {
            call.note(format!("stored as {} ({})", form.id, form.doc_type.word()));
            message(
                StatusCode::CREATED,
                "submit_success",
                "The form has arrived.",
            )
        }
        Err(error) if is_too_large(&error) => {
            call.note(error.to_string());
            message(
                StatusCode::PAYLOAD_TOO_LARGE,
                "submit_error",
                &error.to_string(),
            )
        }
        Err(error) => {
            let problem = kept(call, &xml, &error);
            message(StatusCode::INTERNAL_SERVER_ERROR, "submit_error", &problem)
        }
    }
}

/// The XML of a request: its body, or a part of it.
fn sent(headers: &HeaderMap, body: &Bytes) -> Result<Bytes, String> {
    let content_type = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    if !is_multipart(content_type) {
        return Ok(body.clone());
    }
    match part(content_type, body, XML_PART) {
        Ok(Some(xml)) => Ok(body.slice_ref(xml)),
        Ok(None) => Err(format!(
            "the form in parts has no part `{XML_PART}`, which holds the XML"
        )),
        Err(error) => Err(format!("the form in parts cannot be read: {error}")),
    }
}

/// What is too large is not even kept.
fn is_too_large(error: &SubmitError) -> bool {
    matches!(error, SubmitError::Xml(error) if error.reason.is_size())
}

/// Keeps what could not be read, and says why in words.
fn kept(call: &Call, xml: &Bytes, error: &SubmitError) -> String {
    let problem = error.to_string();
    let unreadable = Unreadable::of(xml, problem.clone());
    let kept = call.island.space().keep_unreadable(&unreadable);
    match kept {
        Ok(form) => call.note(format!(
            "{problem}. Kept as {} ({}), which is never a row of an export",
            form.id,
            form.doc_type.word()
        )),
        Err(_) => call.note(problem.clone()),
    }
    problem
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// A message in the words of OpenRosa, which phones show.
fn message(status: StatusCode, nature: &str, words: &str) -> Response {
    let words = maud::html! { (words) }.into_string();
    let body = format!(
        "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">\
         <message nature=\"{nature}\">{words}</message></OpenRosaResponse>"
    );
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    let mut response = answer::with(status, xml, body);
    let version = HeaderValue::from_static("1.0");
    response.headers_mut().insert("x-openrosa-version", version);
    response
}
