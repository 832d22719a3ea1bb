//! `/a/{domain}/reports/export/`: the plain form export (page: Form Data Export; facts B.1, B.2).

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::{
    answer,
    call::Call,
    download::{self, TOKEN_HEADER},
    gates,
    parameters::{BadValue, FormParameters},
};
use crate::{
    journal::entry::ExportRecord,
    quirks::{Choices, EmptyExport, UnknownFormat as WhenRefused},
    render::{RenderError, by_format, format::Format},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
    world::export::{Ask, FormExport, Outcome, Tag},
};

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
    download::note_misspelt(call);
    let tag = asked.tag.ok_or_else(|| unquoted(call))?;
    if choices.unknown_format == WhenRefused::First {
        asked.format.as_ref().map_err(|e| refuse(call, e))?;
    }
    let bad = |value: BadValue| download::bad_value(call, &value, choices.bad_parameter);
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
    let token = data.token.clone();
    let style = Style {
        max_column_size,
        ..Style::default()
    };
    let render = move || rendered(data, &style, format, &choices);
    let mut response = download::rendered(call, format, &choices, render).await?;
    let headers = response.headers_mut();
    if let Some(disposition) = disposition(&ask.tag, format) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    if let Ok(token) = HeaderValue::from_str(&token) {
        headers.insert(TOKEN_HEADER, token);
    }
    Ok(response)
}

fn rendered(
    data: FormExport,
    style: &Style,
    format: Format,
    choices: &Choices,
) -> Result<Vec<u8>, RenderError> {
    let layout = Layout::of(&data.schema, style);
    let tables = Flattened::new(Arc::new(layout), data.forms);
    by_format::render(&tables, format, choices)
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
            Err(download::no_data(call, empty_export))
        }
        Outcome::UnknownToken(token) => Err(download::unknown_token(call, &token)),
        Outcome::ForeignToken { issued_for } => Err(download::foreign_token(call, issued_for)),
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

/// 400 with an empty body, as ever: the page's own warning (facts B.1).
fn unquoted(call: &Call) -> Response {
    call.note(format!(
        "export_tag={} is no JSON: the xmlns must stand in double quotes, %22 in the address",
        call.query.get("export_tag").unwrap_or_default()
    ));
    answer::empty(StatusCode::BAD_REQUEST)
}

fn refuse(call: &Call, error: &impl ToString) -> Response {
    let formats = "The formats are csv, xlsx, xls, html, json, raw, in lower case";
    download::refuse(call, error.to_string(), formats)
}

/// The tag as it is, slashes and colons included.
fn disposition(tag: &Tag, format: Format) -> Option<HeaderValue> {
    let name = match tag {
        Tag::Form(xmlns) => xmlns,
        _ => "data",
    };
    download::disposition(name, format)
}
