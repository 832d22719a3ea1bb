//! `/a/{domain}/reports/export/saved/download/{id}/`: the file of a custom export, made earlier and
//! kept (facts A; quirk `stored-export-login`).

use axum::response::Response;
use http::{StatusCode, header};

use super::{download, file_name};
use crate::{
    cache::Makings,
    http::{
        access::{authorize, stored_export_login},
        call::{answer, pages, request::Call},
    },
    journal::entry::ExportRecord,
    render::{RenderError, by_format},
    tables::{custom::custom_tables, headers::DEFAULT_SIZE, mask::Mask},
    world::stored_export::StoredExport,
};

/// Answers a stored export. Parameters mean nothing to it, and its file says nothing of tokens.
pub async fn stored_export(call: Call) -> Response {
    match file(&call).await {
        Ok(response) | Err(response) => response,
    }
}

async fn file(call: &Call) -> Result<Response, Response> {
    call.export(|record| record.kind = "stored");
    stored_export_login::admitted(call)?;
    authorize::method(call)?;
    let stored = found(call)?;
    if call.query.names().next().is_some() {
        call.note("all parameters are ignored: the file is as it was made");
    }
    let (choices, domain, mask) = {
        let space = call.island.space();
        let mask = Mask::new(space.seed, &space.name);
        (space.choices, space.name.clone(), mask)
    };
    call.export(|record| {
        record.format = Some(stored.format.to_string());
        record.document_count = stored.data.rows.len();
        let kept = stored.data.rows.ids().take(ExportRecord::DOCUMENTS_KEPT);
        record.documents = kept.map(Box::from).collect();
    });
    let format = stored.format;
    let name = file_name::of_export(&stored.export.name, format, choices.file_name);
    let about = (&*domain, &mask);
    let (rows, export) = (stored.data.rows, stored.export);
    let makings = Makings::of_custom(&rows, &export, about, DEFAULT_SIZE, format, &choices);
    let render = move || {
        let tables = custom_tables(&export, rows, &domain, DEFAULT_SIZE, mask)
            .map_err(|error| RenderError::DoesNotFit(error.to_string()))?;
        by_format::render(&*tables, format, &choices)
    };
    let mut response = download::rendered(call, format, &choices, makings, render).await?;
    if let Some(name) = name {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The stored export of the address; 404 with a page where there is none.
fn found(call: &Call) -> Result<StoredExport, Response> {
    let id = call.path.split('/').nth(7).unwrap_or_default();
    let space = call.island.space();
    if let Some(stored) = space.stored_export(id) {
        call.note(format!("made at {} and kept since", stored.made));
        return Ok(stored.clone());
    }
    let known: Vec<_> = space.stored_exports.iter().map(|one| &*one.id).collect();
    call.note(match &known[..] {
        [] => format!("there is no stored export {id}, and none at all in this project space"),
        known => format!(
            "there is no stored export {id}; there is {}",
            known.join(", ")
        ),
    });
    let page = pages::problem::not_found(&space.page_mark, "There is no such export.");
    Err(answer::page(StatusCode::NOT_FOUND, page))
}
