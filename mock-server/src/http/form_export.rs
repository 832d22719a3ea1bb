//! `/a/{domain}/reports/export/`: the plain form export (page: Form Data Export; facts B.1, B.2).

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::{
    answer,
    call::Call,
    download::{self, TOKEN_HEADER},
    gates,
    parameters::{self, BadValue, FormParameters},
    unpublished::{self, Unpublished},
};
use crate::{
    journal::entry::ExportRecord,
    quirks::{
        BadParameter, Choices, ForeignToken, UnknownFormat as WhenRefused, UnpublishedParameters,
    },
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
    let choices = call.island.space().choices;
    let heeded = choices.unpublished_parameters == UnpublishedParameters::Heeded;

    gates::who(call)?;
    if heeded {
        unpublished::check_dates(&call.query).map_err(|error| bad_date(call, error))?;
    }
    gates::method(call)?;
    for note in parameters::ignored(&call.query, &choices) {
        call.note(note);
    }
    let tag = asked.tag.ok_or_else(|| unquoted(call))?;
    let bad = |value: BadValue| download::bad_value(call, &value, choices.bad_parameter);
    if choices.bad_parameter == BadParameter::Refused {
        parameters::not_empty_tag(&call.query).map_err(bad)?;
    }
    if choices.unknown_format == WhenRefused::First {
        asked.format.as_ref().map_err(|e| refuse(call, e))?;
    }
    let include_errors = asked.include_errors.map_err(bad)?;
    let max_column_size = asked.max_column_size.map_err(bad)?;
    let Unpublished { separator, next } = match heeded {
        true => Unpublished::of(&call.query).map_err(bad)?,
        false => Unpublished::default(),
    };

    let ask = Ask {
        tag,
        previous_export: asked.previous_export,
        include_errors,
        user_types: asked.user_types,
    };
    let outcome = call.island.space().export_forms(&ask);
    let data = found(call, &ask, outcome, &choices, next.as_deref())?;
    let format = asked.format.map_err(|e| refuse(call, &e))?;
    if !data.fits {
        return Err(mismatch(call, choices.foreign_token));
    }
    let answered = Answered::of(&data);
    let style = Style {
        max_column_size,
        separator: separator.unwrap_or(Style::default().separator),
    };
    let render = move || rendered(data, &style, format, &choices);
    let mut response = download::rendered(call, format, &choices, render).await?;
    let headers = response.headers_mut();
    if let Some(disposition) = disposition(&ask.tag, format) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    if let Ok(token) = HeaderValue::from_str(&answered.token) {
        headers.insert(TOKEN_HEADER, token);
    }
    call.export(|record| answered.record(record));
    Ok(response)
}

/// What the journal says of an export once its answer is made; a refused one has no token.
struct Answered {
    token: String,
    count: usize,
    documents: Vec<Box<str>>,
}

impl Answered {
    fn of(data: &FormExport) -> Self {
        let kept = data.forms.iter().take(ExportRecord::DOCUMENTS_KEPT);
        Self {
            token: data.token.clone(),
            count: data.forms.len(),
            documents: kept.map(|form| form.id.clone()).collect(),
        }
    }

    fn record(self, record: &mut ExportRecord) {
        record.token_issued = Some(self.token);
        record.document_count = self.count;
        record.documents = self.documents;
    }
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
    choices: &Choices,
    next: Option<&str>,
) -> Result<FormExport, Response> {
    match outcome {
        Outcome::Data(data) => Ok(data),
        Outcome::NothingNew => {
            explain_nothing(call, ask);
            Err(download::no_data(call, choices.empty_export, next))
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

fn bad_date(call: &Call, error: String) -> Response {
    call.note(format!(
        "{error}. Nothing would be filtered by it: this export knows no dates"
    ));
    answer::text(StatusCode::BAD_REQUEST, error)
}

/// A token of one form with the tag of another, whose columns lack an answer (facts B.2, D).
fn mismatch(call: &Call, choice: ForeignToken) -> Response {
    call.note(
        "the token belongs to another form, whose submissions do not fit the columns of this one",
    );
    match choice {
        ForeignToken::TokensDocumentsOrRefused => answer::text(
            StatusCode::BAD_REQUEST,
            "doc-schema mismatch: the documents of the token are of another form",
        ),
        _ => download::server_error(call),
    }
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
