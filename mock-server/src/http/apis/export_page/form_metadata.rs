//! `/a/{domain}/reports/export/forms/all/`: a line for each form of the space (facts A).

use axum::response::Response;
use http::header;

use super::{download, file_name};
use crate::{
    cache::Makings,
    file_format::{Format, UnknownFormat},
    http::{access::authorize, call::request::Call},
    journal::entry::ExportRecord,
    render::by_format,
    tables::form_metadata::FormMetadataTable,
};

/// Answers the form metadata export. It always has an answer: header rows where there is no form.
pub async fn form_metadata(call: Call) -> Response {
    match export(&call).await {
        Ok(response) | Err(response) => response,
    }
}

async fn export(call: &Call) -> Result<Response, Response> {
    call.export(|record| {
        record.kind = "form-metadata";
        record.format = call.query.get("format").map(str::to_owned);
        record.token_given = call.query.get("previous_export").map(str::to_owned);
    });
    authorize::export(call)?;
    let choices = call.island.space().choices;
    download::refuse_unknown(call, choices.unknown_parameter)?;
    download::note_unknown(call);
    if call.query.get("previous_export").is_some() {
        call.note("previous_export is ignored: this export knows no tokens and gives none");
    }
    let format = match call.query.get("format") {
        None => Ok(Format::Xlsx),
        Some(word) => word.parse(),
    };
    let format = format.and_then(|format| match format {
        Format::Raw => Err(UnknownFormat(format.to_string())),
        format => Ok(format),
    });
    let format = format.map_err(|error| {
        let formats = "The form metadata come as csv, xlsx, xls, html or json";
        download::refuse(call, error.to_string(), formats)
    })?;
    let answer = call.island.space().form_metadata();
    call.export(|record| {
        record.document_count = answer.forms.len();
        let kept = answer.forms.iter().take(ExportRecord::DOCUMENTS_KEPT);
        record.documents = kept.map(|form| form.id.clone()).collect();
    });
    let name = format!("{}_forms", answer.domain);
    let makings = Makings::of_form_metadata(&answer, format, &choices);
    let render = move || {
        let table = FormMetadataTable::new(answer);
        by_format::render(&table, format, &choices)
    };
    let mut response = download::rendered(call, format, &choices, makings, render).await?;
    if let Some(name) = file_name::of_export(&name, format, choices.file_name) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
