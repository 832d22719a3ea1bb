//! `/a/{domain}/reports/export/custom/{id}/download/`: a custom export (page: Form Data Export; facts
//! B.3).

use axum::{body::Bytes, response::Response};
use http::{HeaderValue, StatusCode, header};

use super::{
    background,
    custom_parameters::{CustomParameters, WrongType},
    download::{self, TOKEN_HEADER},
    file_name,
    parameters::BadValue,
};
use crate::{
    auth::digest::Denial,
    cache::Makings,
    file_format::Format,
    form_download,
    http::{
        access::authorize,
        call::{answer, pages, request::Call},
    },
    journal::entry::{Credentials, ExportRecord},
    quirks::{BadParameter, Choices, CustomExportToken, CustomExportType},
    render::{RenderError, by_format},
    selection::custom::{CustomAsk, CustomOutcome},
    tables::{custom::custom_tables, headers::DEFAULT_SIZE, mask::Mask},
    world::custom_export::{
        definition::{CustomExport, Subject},
        rows::{CustomData, CustomRows},
    },
};

/// Answers a custom export. Where any method will do, the parameters of a POST come from its body
/// (facts A; quirk `method-gate`).
pub async fn custom_export(call: Call, body: Bytes) -> Response {
    match export(&authorize::posted(call, &body)).await {
        Ok(response) | Err(response) => response,
    }
}

/// The id in `/a/{domain}/reports/export/custom/{id}/download/`.
fn id_of(path: &str) -> &str {
    path.split('/').nth(6).unwrap_or_default()
}

async fn export(call: &Call) -> Result<Response, Response> {
    call.export(|record| {
        record.kind = "custom";
        record.format = call.query.get("format").map(str::to_owned);
        record.token_given = call.query.get("previous_export").map(str::to_owned);
    });
    authorize::who(call)?;
    authorize::custom_method(call)?;
    let export = defined(call)?;
    if call.query.get("deid") == Some("true") && !export.safe_for_deid {
        return Err(not_safe(call));
    }
    let choices = call.island.space().choices;
    let honoured = choices.custom_export_token == CustomExportToken::AsFormExport;
    download::refuse_unknown(call, choices.unknown_parameter)?;
    download::note_unknown(call);
    let asked = CustomParameters::of(&call.query, &export, &choices);
    asked
        .kind
        .map_err(|wrong| wrong_type(call, &wrong, &choices))?;
    let days = asked.days.map_err(|text| {
        download::refuse(call, text, "startdate and enddate are written 2014-01-31")
    })?;
    let format = asked.format.map_err(|unknown| {
        let formats = match export.subject {
            Subject::Form { .. } if honoured => "The formats are csv, xlsx, xls, html, json, raw",
            _ => "The formats of this export are csv, xlsx, xls, html, json",
        };
        if honoured {
            return download::refuse(call, unknown.to_string(), formats);
        }
        call.note(format!("{unknown} {formats}"));
        download::server_error(call)
    })?;
    let bad = |value: BadValue| download::bad_value(call, &value, choices.bad_parameter);
    let (mut include_errors, mut max_column_size) = (None, DEFAULT_SIZE);
    if honoured {
        let names = ["include_errors", "max_column_size"];
        download::refuse_empty(call, &names, choices.empty_parameter)?;
        include_errors = asked.include_errors.map_err(bad)?;
        max_column_size = asked.max_column_size.map_err(bad)?;
        if format == Format::Raw && asked.previous_export.is_some() {
            return Err(download::raw_with_token(call));
        }
    } else if call.query.get("previous_export").is_some() {
        call.note("previous_export is ignored: this server's custom exports know no tokens");
    }
    background::instead(call, choices.async_download)?;
    let ask = CustomAsk {
        previous_export: asked.previous_export,
        include_errors,
        users: asked.users,
        days,
        app_id: asked.app_id,
        most: asked.most,
    };
    note_limit(call, asked.most);
    // What the raw format gives cannot be asked for again by token, so it acknowledges nothing.
    let acknowledged = format != Format::Raw;
    let outcome = {
        let mut space = call.island.space();
        space.cut_custom_export(&export, &ask, acknowledged)
    };
    let data = found(call, &export, &ask, outcome, &choices)?;
    if !data.fits {
        call.note(format!(
            "a submission arrived late, with an older time and a question of its own: not all of it fits \
             the columns of {export}"
        ));
        return Err(answer::redirect(StatusCode::FOUND, &call.listing()));
    }
    let token = data.token.clone();
    let (domain, mask) = {
        let space = call.island.space();
        (space.name.clone(), Mask::new(space.seed, &space.name))
    };
    let file_name = file_name::of_export(&export.name, format, choices.file_name);
    let (about, size) = ((&*domain, &mask), max_column_size);
    let makings = Makings::of_custom(&data.rows, &export, about, size, format, &choices);
    let render = move || match format {
        Format::Raw => raw(&data.rows),
        _ => {
            let tables = custom_tables(&export, data.rows, &domain, max_column_size, mask)
                .map_err(|error| RenderError::DoesNotFit(error.to_string()))?;
            by_format::render(&*tables, format, &choices)
        }
    };
    let mut response = download::rendered(call, format, &choices, makings, render).await?;
    let headers = response.headers_mut();
    if let Some(file_name) = file_name {
        headers.insert(header::CONTENT_DISPOSITION, file_name);
    }
    if let Some(token) = token.and_then(|token| HeaderValue::from_str(&token).ok()) {
        headers.insert(TOKEN_HEADER, token);
    }
    Ok(response)
}

/// Says what becomes of a `limit`.
fn note_limit(call: &Call, most: Option<usize>) {
    match (call.query.get("limit"), most) {
        (Some(limit), Some(most)) => call.note(format!(
            "limit={limit} gives up to {most} documents: the old server stops one late"
        )),
        (Some(_), None) => call.note("limit is ignored"),
        (None, _) => {}
    }
}

/// The export of the address; 404 with a page where there is none.
fn defined(call: &Call) -> Result<CustomExport, Response> {
    let id = id_of(&call.path);
    let space = call.island.space();
    if let Some(export) = space.custom_export(id) {
        if let Subject::Form { xmlns } = &export.subject {
            call.export(|record| record.xmlns = Some(xmlns.clone()));
        }
        return Ok(export.clone());
    }
    let known: Vec<_> = space
        .custom_exports
        .iter()
        .map(ToString::to_string)
        .collect();
    call.note(match known.as_slice() {
        [] => format!("there is no custom export {id}, and none at all in this project space"),
        known => format!(
            "there is no custom export {id}; there is {}",
            known.join(", ")
        ),
    });
    let page = pages::problem::not_found(&space.page_mark, "There is no such export.");
    Err(answer::page(StatusCode::NOT_FOUND, page))
}

/// 403; the digest layer turns it into a fresh challenge (facts B.3, G.1).
fn not_safe(call: &Call) -> Response {
    call.note("deid=true, and nobody marked this export as safe for it: `safe-for-deid`");
    if let Some(username) = authorize::session_user(call) {
        call.credentials(Credentials::Forbidden { username });
        return answer::empty(StatusCode::FORBIDDEN);
    }
    authorize::forbidden(call, Denial::NoPermission)
}

fn wrong_type(call: &Call, wrong: &WrongType, choices: &Choices) -> Response {
    call.note(wrong.to_string());
    let fails = match wrong {
        WrongType::Other { .. } => choices.custom_export_type == CustomExportType::MustMatchOr500,
        WrongType::Unknown(_) => choices.bad_parameter == BadParameter::ServerError,
    };
    if fails {
        return download::server_error(call);
    }
    let text = match wrong {
        WrongType::Other { .. } => "wrong export type specified".to_owned(),
        WrongType::Unknown(_) => wrong.to_string(),
    };
    answer::text(StatusCode::BAD_REQUEST, text)
}

/// The data of an outcome, or the answer where there is none.
fn found(
    call: &Call,
    export: &CustomExport,
    ask: &CustomAsk,
    outcome: CustomOutcome,
    choices: &Choices,
) -> Result<CustomData, Response> {
    match outcome {
        CustomOutcome::Data(data) => {
            call.export(|record| {
                record.token_issued.clone_from(&data.token);
                record.document_count = data.rows.len();
                let kept = data.rows.ids().take(ExportRecord::DOCUMENTS_KEPT);
                record.documents = kept.map(Box::from).collect();
            });
            Ok(data)
        }
        CustomOutcome::NothingNew => {
            call.note(match (&ask.previous_export, &export.subject) {
                (Some(_), _) => "302: nothing new since that token; keep the token".to_owned(),
                (None, Subject::Form { xmlns }) => {
                    format!("302: no submission of {xmlns} to export")
                }
                (None, Subject::Case { .. }) => "302: no case to export".to_owned(),
            });
            Err(download::no_data(call, choices.empty_export, None))
        }
        CustomOutcome::UnknownToken(token) => {
            Err(download::unknown_token(call, &token, choices.unknown_token))
        }
        CustomOutcome::ForeignToken { issued_for } => {
            Err(download::foreign_token(call, issued_for))
        }
        CustomOutcome::NoSuchGroup(no_such_group) => {
            call.note(no_such_group.to_string());
            Err(download::server_error(call))
        }
    }
}

/// The XML of the submissions the tables would hold.
fn raw(rows: &CustomRows) -> Result<Vec<u8>, RenderError> {
    match rows {
        CustomRows::Forms { forms, .. } => form_download::raw(forms),
        CustomRows::Cases { .. } => Err(RenderError::NoTables(Format::Raw)),
    }
}
