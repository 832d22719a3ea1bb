//! `/a/{domain}/reports/export/`: the plain form export (page: Form Data Export; facts B.1, B.2).

use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::{
    address, answer,
    call::Call,
    gates, pages,
    parameters::{self, BadValue, FormParameters},
};
use crate::{
    download,
    journal::entry::ExportRecord,
    quirks::{BadParameter, Choices, EmptyExport, HtmlCharset, UnknownFormat as WhenRefused},
    render::{RenderError, format::Format},
    tables::layout::Style,
    world::export::{Ask, FormExport, Outcome, Tag},
};

/// The header that carries an export token. `http` keeps names in lower case; the connection writes
/// them as published.
pub const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-commcarehq-export-token");

/// Answers the plain form export.
pub async fn form_export(call: Call) -> Response {
    match export(&call).await {
        Ok(response) | Err(response) => response,
    }
}

async fn export(call: &Call) -> Result<Response, Response> {
    let asked = FormParameters::of(&call.query);
    record(call, &asked);
    gates::export(call)?;

    let choices = call.island.space().choices;
    for (name, meant) in parameters::misspelt(&call.query) {
        call.note(match meant {
            Some(meant) => format!("the parameter `{name}` is ignored; `{meant}` was meant?"),
            None => format!("the parameter `{name}` is unknown and ignored"),
        });
    }
    let tag = asked.tag.ok_or_else(|| unquoted(call))?;
    if choices.unknown_format == WhenRefused::First {
        asked.format.as_ref().map_err(|e| refuse(call, e))?;
    }
    let bad = |value: BadValue| bad_value(call, &value, choices.bad_parameter);
    let include_errors = asked.include_errors.map_err(bad)?;
    let max_column_size = asked.max_column_size.map_err(bad)?;

    let ask = Ask {
        tag,
        previous_export: asked.previous_export,
        include_errors,
        user_types: asked.user_types,
    };
    let outcome = call.island.space().export_forms(&ask);
    let data = found(call, &ask, outcome, choices.empty_export)?;
    let format = asked.format.map_err(|e| refuse(call, &e))?;
    let Ok(_turn) = call.hq.rendering.acquire().await else {
        return Err(answer::empty(StatusCode::SERVICE_UNAVAILABLE));
    };
    let token = data.token.clone();
    let style = Style {
        max_column_size,
        ..Style::default()
    };
    // Rendering is work for a thread of its own; here it would hold up every small answer.
    let made =
        tokio::task::spawn_blocking(move || download::tables(data, &style, format, &choices)).await;
    let body = match made {
        Ok(Ok(body)) => body,
        Ok(Err(error)) => return Err(not_rendered(call, &error)),
        Err(_) => return Err(server_error(call)),
    };
    let mut response = answer::with(
        StatusCode::OK,
        HeaderValue::from_static(content_type(format, &choices)),
        body,
    );
    let headers = response.headers_mut();
    if let Some(disposition) = disposition(&ask.tag, format) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    if let Ok(token) = HeaderValue::from_str(&token) {
        headers.insert(TOKEN_HEADER, token);
    }
    Ok(response)
}

fn record(call: &Call, asked: &FormParameters) {
    call.export(|record| {
        record.kind = "form".to_owned();
        record.format = call.query.get("format").map(str::to_owned);
        record.token_given = call.query.get("previous_export").map(str::to_owned);
        if let Some(Tag::Form(xmlns)) = &asked.tag {
            record.xmlns = Some(xmlns.clone());
        }
    });
}

/// The data of an outcome, or the answer where there is none.
fn found(
    call: &Call,
    ask: &Ask,
    outcome: Outcome,
    empty_export: EmptyExport,
) -> Result<FormExport, Response> {
    match outcome {
        Outcome::Data(data) => {
            call.export(|record| {
                record.token_issued = Some(data.token.clone());
                record.document_count = data.forms.len();
                let kept = data.forms.iter().take(ExportRecord::DOCUMENTS_KEPT);
                record.documents = kept.map(|form| form.id.clone()).collect();
            });
            Ok(data)
        }
        Outcome::NothingNew => {
            explain_nothing(call, ask);
            Err(match empty_export {
                EmptyExport::NotFound => answer::page(
                    StatusCode::NOT_FOUND,
                    pages::problem::not_found(&call.island.space().page_mark, "There is no data."),
                ),
                _ => {
                    let listing = address::listing(&call.base_url, &call.domain);
                    answer::redirect(StatusCode::FOUND, &listing)
                }
            })
        }
        Outcome::UnknownToken(token) => {
            call.note(unknown_token(&token));
            Err(answer::text(
                StatusCode::NOT_FOUND,
                format!("No previous export with id \"{token}\" found"),
            ))
        }
        Outcome::ForeignToken { issued_for } => {
            let issued_for = issued_for.unwrap_or_else(|| "the export without a tag".to_owned());
            let text = format!("previous_export belongs to another export: {issued_for}");
            call.note(format!("{text}. Every form has tokens of its own"));
            Err(answer::text(StatusCode::BAD_REQUEST, text))
        }
    }
}

fn explain_nothing(call: &Call, ask: &Ask) {
    call.note(match (&ask.tag, &ask.previous_export) {
        (Tag::Missing, _) => {
            "302 because no export_tag was given; the form's xmlns belongs there, as a JSON string"
                .to_owned()
        }
        (Tag::NoForm(tag), _) => {
            format!(
                "302 because the export_tag {tag} is no JSON string, so no form is filed under it"
            )
        }
        (Tag::Form(_), Some(_)) => "302: nothing new since that token; keep the token".to_owned(),
        (Tag::Form(xmlns), None) => {
            let space = call.island.space();
            let known: Vec<_> = space.forms.forms().map(|(xmlns, _)| xmlns).collect();
            format!(
                "302: no submission of {xmlns} to export; forms here: {}",
                known.join(", ")
            )
        }
    });
}

fn unknown_token(token: &str) -> String {
    let cause = if token.contains(['\r', '\n']) {
        "it ends in a line end: the carriage return of the header line was kept with the token"
    } else if token.trim() != token || token.contains('"') {
        "blanks or quotes were kept with the token"
    } else {
        "this project space never issued it, or has forgotten it"
    };
    format!("previous_export={token:?} is unknown: {cause}")
}

/// 400 with an empty body, as ever: the page's own warning (facts B.1).
fn unquoted(call: &Call) -> Response {
    call.note(format!(
        "export_tag={} is no JSON: the xmlns must stand in double quotes, %22 in the address",
        call.query.get("export_tag").unwrap_or_default()
    ));
    answer::empty(StatusCode::BAD_REQUEST)
}

fn refuse(call: &Call, error: &impl ToString) -> Response {
    let text = error.to_string();
    call.note(format!(
        "{text} The formats are csv, xlsx, xls, html, json, raw, in lower case"
    ));
    answer::text(StatusCode::BAD_REQUEST, text)
}

fn bad_value(call: &Call, value: &BadValue, choice: BadParameter) -> Response {
    call.note(value.to_string());
    match choice {
        BadParameter::Refused => answer::text(StatusCode::BAD_REQUEST, value.to_string()),
        BadParameter::ServerError => server_error(call),
    }
}

fn server_error(call: &Call) -> Response {
    let mark = call.island.space().page_mark.clone();
    answer::page(
        StatusCode::INTERNAL_SERVER_ERROR,
        pages::problem::server_error(&mark),
    )
}

fn not_rendered(call: &Call, error: &RenderError) -> Response {
    call.note(format!("the export could not be made: {error}"));
    match error {
        RenderError::NotYet(_) => answer::text(StatusCode::NOT_IMPLEMENTED, error.to_string()),
        _ => server_error(call),
    }
}

fn content_type(format: Format, choices: &Choices) -> &'static str {
    match (format, choices.html_charset) {
        (Format::Html, HtmlCharset::Utf8) => "text/html; charset=utf-8",
        _ => format.content_type(),
    }
}

/// The file name HQ proposes: the tag as it is, slashes and colons included (facts C.3).
fn disposition(tag: &Tag, format: Format) -> Option<HeaderValue> {
    if matches!(format, Format::Html | Format::Json) {
        return None;
    }
    let name = match tag {
        Tag::Form(xmlns) if xmlns.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => xmlns,
        _ => "data",
    };
    let extension = format.extension();
    let value = if format == Format::Raw {
        format!("attachment; filename={name}.{extension}")
    } else {
        format!("attachment; filename=\"{name}.{extension}\"")
    };
    HeaderValue::from_str(&value).ok()
}
