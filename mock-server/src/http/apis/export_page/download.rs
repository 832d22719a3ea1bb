//! What the answers of all exports share: rendering off the async threads, headers, refusals.

use std::sync::Arc;

use axum::response::Response;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};

use super::{
    ignored,
    parameters::{self, BadValue},
};
use crate::{
    cache::Makings,
    file_format::Format,
    http::{
        call::{address, answer, pages, request::Call},
        wire::Framing,
    },
    quirks::{
        BadParameter, BodyFraming, Choices, EmptyExport, EmptyParameter, HtmlCharset,
        UnknownParameter, UnknownToken, XlsxType,
    },
    render::{RenderError, wanted},
};

/// The header that carries an export token. `http` keeps names in lower case; the connection writes
/// them as published.
pub const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-commcarehq-export-token");

/// An answer with a rendered body and its type; the bytes are those kept, where they are.
///
/// # Errors
/// The answer to give where it could not be rendered, or the server is stopping.
pub async fn rendered(
    call: &Call,
    format: Format,
    choices: &Choices,
    makings: Makings,
    render: impl FnOnce() -> Result<Vec<u8>, RenderError> + Send + 'static,
) -> Result<Response, Response> {
    let finished = &call.hq.finished;
    let body = match finished.find(&makings) {
        Some(body) => body,
        None => made(call, makings, render).await?,
    };
    let content_type = HeaderValue::from_static(content_type(format, choices));
    let mut response = answer::with(StatusCode::OK, content_type, body);
    if let Some(framing) = framing(choices.body_framing) {
        response.extensions_mut().insert(framing);
    }
    Ok(response)
}

/// How the end of a download is told, where not by its length.
fn framing(choice: BodyFraming) -> Option<Framing> {
    match choice {
        BodyFraming::Length => None,
        BodyFraming::Chunked => Some(Framing::Chunked),
        BodyFraming::Close => Some(Framing::Close),
    }
}

/// The bytes of an export that were not kept when it was asked for.
async fn made(
    call: &Call,
    makings: Makings,
    render: impl FnOnce() -> Result<Vec<u8>, RenderError> + Send + 'static,
) -> Result<Bytes, Response> {
    let client = call.client.clone();
    client.matters();
    let wait = call.hq.awaited.wait(makings, {
        let client = client.clone();
        move || client.is_over()
    });
    let Ok(_turn) = call.hq.rendering.acquire().await else {
        return Err(answer::empty(StatusCode::SERVICE_UNAVAILABLE));
    };
    // Somebody who asked for the same may have had the turn before.
    if let Some(body) = call.hq.finished.find(wait.export()) {
        return Ok(body);
    }
    let somebody_waits = wait.somebody_waits();
    // One look at one's own client is less than a look at all.
    let own = client.clone();
    let wanted = move || !own.is_over() || somebody_waits();
    // Rendering is work for a thread of its own; here it would hold up every small answer.
    let work = move || wanted::while_wanted(wanted, render);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(mut body)) => {
            // What is kept is as long as it is large.
            body.shrink_to_fit();
            Ok(call.hq.finished.keep(Arc::clone(wait.export()), body))
        }
        Ok(Err(_)) if client.is_over() => {
            call.note("the client left before the export was made, and nobody else waited for it");
            Err(answer::empty(StatusCode::SERVICE_UNAVAILABLE))
        }
        Ok(Err(error)) => Err(not_rendered(call, &error)),
        Err(_) => {
            call.note("rendering panicked, which is a bug of fakehq");
            Err(server_error(call))
        }
    }
}

fn content_type(format: Format, choices: &Choices) -> &'static str {
    match format {
        Format::Html if choices.html_charset == HtmlCharset::Utf8 => "text/html; charset=utf-8",
        Format::Xlsx if choices.xlsx_type == XlsxType::Registered => {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
        _ => format.content_type(),
    }
}

fn not_rendered(call: &Call, error: &RenderError) -> Response {
    call.note(format!("the export could not be made: {error}"));
    server_error(call)
}

/// 400: the page says that tokens do not work with the raw format.
pub fn raw_with_token(call: &Call) -> Response {
    let text = "previous_export does not work with the raw export format";
    refuse(call, text, "(page: Form Data Export)")
}

/// The answer where there is no data: the listing page, or the one asked for with `next`, without a
/// token (page: Form Data Export).
pub fn no_data(call: &Call, choice: EmptyExport, next: Option<&str>) -> Response {
    match choice {
        EmptyExport::NotFound => answer::page(
            StatusCode::NOT_FOUND,
            pages::problem::not_found(&call.island.space().page_mark, "There is no data."),
        ),
        _ => {
            let target = match next {
                Some(next) => address::chosen(&call.base_url(), next),
                None => call.listing(),
            };
            answer::redirect(StatusCode::FOUND, &target)
        }
    }
}

/// 404 with the text of facts B.1, or the 500 it once was.
pub fn unknown_token(call: &Call, token: &str, choice: UnknownToken) -> Response {
    let cause = if token.contains(['\r', '\n']) {
        "it ends in a line end: the carriage return of the header line was kept with the token"
    } else if token.trim() != token || token.contains('"') {
        "blanks or quotes were kept with the token"
    } else {
        "this project space never issued it, or has forgotten it"
    };
    call.note(format!("previous_export={token:?} is unknown: {cause}"));
    if choice == UnknownToken::ServerError {
        return server_error(call);
    }
    answer::text(
        StatusCode::NOT_FOUND,
        format!("No previous export with id \"{token}\" found"),
    )
}

/// 400: the token was issued for something else.
pub fn foreign_token(call: &Call, issued_for: Option<String>) -> Response {
    let issued_for = issued_for.unwrap_or_else(|| "the export without a tag".to_owned());
    let text = format!("previous_export belongs to another export: {issued_for}");
    call.note(format!("{text}. Every export has tokens of its own"));
    answer::text(StatusCode::BAD_REQUEST, text)
}

/// 400 with a text, explained further in the journal.
pub fn refuse(call: &Call, text: impl Into<String>, explained: &str) -> Response {
    let text = text.into();
    call.note(format!("{text} {explained}"));
    answer::text(StatusCode::BAD_REQUEST, text)
}

/// The answer to a value that makes no sense.
pub fn bad_value(call: &Call, value: &BadValue, choice: BadParameter) -> Response {
    call.note(value.to_string());
    match choice {
        BadParameter::Refused => answer::text(StatusCode::BAD_REQUEST, value.to_string()),
        BadParameter::ServerError => server_error(call),
    }
}

/// 500 with the server's page.
pub fn server_error(call: &Call) -> Response {
    let mark = call.island.space().page_mark.clone();
    answer::page(
        StatusCode::INTERNAL_SERVER_ERROR,
        pages::problem::server_error(&mark),
    )
}

/// Refuses parameters that mean nothing to any export, where the server does.
///
/// # Errors
/// 400 that names the first of them.
pub fn refuse_unknown(call: &Call, choice: UnknownParameter) -> Result<(), Response> {
    match ignored::first_unknown(&call.query) {
        Some(name) if choice == UnknownParameter::Refused => {
            note_unknown(call);
            let text = format!("unknown parameter: {name}");
            Err(answer::text(StatusCode::BAD_REQUEST, text))
        }
        _ => Ok(()),
    }
}

/// Refuses parameters that are sent but empty, where the server does.
///
/// # Errors
/// 400 that names the first of them.
pub fn refuse_empty(call: &Call, names: &[&str], choice: EmptyParameter) -> Result<(), Response> {
    if choice != EmptyParameter::Refused {
        return Ok(());
    }
    parameters::not_empty(&call.query, names)
        .map_err(|value| bad_value(call, &value, BadParameter::Refused))
}

/// Explains parameters that mean nothing to any export.
pub fn note_unknown(call: &Call) {
    for note in ignored::unknown(&call.query) {
        call.note(note);
    }
}
