//! `/a/{domain}/reports/export/`: the plain form export (page: Form Data Export; facts B.1, B.2).

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::{
    download::{self, TOKEN_HEADER},
    file_name, ignored,
    parameters::{BadValue, FormParameters},
    unpublished::{self, Unpublished},
};
use crate::{
    cache::Makings,
    file_format::Format,
    form_download,
    http::{
        access::authorize,
        call::{answer, request::Call},
    },
    journal::entry::ExportRecord,
    quirks::{
        Choices, ForeignToken, MissingTag, RawEmpty, RawWithToken, SchemaMemory,
        UnknownFormat as WhenRefused, UnknownParameter, UnpublishedParameters,
    },
    selection::form::{Ask, FormExport, Outcome, Tag},
    tables::layout::Style,
    world::form::StoredForm,
};

/// The parameters of this export that are never empty.
const EMPTY: [&str; 3] = ["export_tag", "include_errors", "max_column_size"];

/// Answers the plain form export.
pub async fn form_export(call: Call) -> Response {
    match export(&call).await {
        Ok(response) | Err(response) => response,
    }
}

async fn export(call: &Call) -> Result<Response, Response> {
    let choices = call.island.space().choices;
    let asked = FormParameters::of(&call.query, &choices);
    record(call, &asked);
    let heeded = choices.unpublished_parameters == UnpublishedParameters::Heeded;

    authorize::who(call)?;
    if heeded {
        unpublished::check_dates(&call.query).map_err(|error| bad_date(call, error))?;
    }
    authorize::method(call)?;
    download::refuse_unknown(call, choices.unknown_parameter)?;
    for note in ignored::ignored(&call.query, &choices) {
        call.note(note);
    }
    if choices.unknown_parameter == UnknownParameter::Collides {
        no_collision(call)?;
    }
    let tag = asked.tag.ok_or_else(|| unquoted(call))?;
    let bad = |value: BadValue| download::bad_value(call, &value, choices.bad_parameter);
    download::refuse_empty(call, &EMPTY, choices.empty_parameter)?;
    if tag == Tag::Missing && choices.missing_tag == MissingTag::Refused {
        let text = "export_tag is missing";
        return Err(download::refuse(
            call,
            text,
            "The form's xmlns belongs there",
        ));
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
    if asked.format == Ok(Format::Raw) {
        return raw(call, &ask, &choices, next.as_deref()).await;
    }
    let outcome = call.island.space().export_forms(&ask);
    let data = found(call, &ask, outcome, &choices, next.as_deref())?;
    let format = asked.format.map_err(|e| refuse(call, &e))?;
    if !data.fits {
        return Err(mismatch(call, &choices, data.foreign));
    }
    let answered = Answered::of(Some(&data.token), &data.forms);
    let style = Style {
        max_column_size,
        separator: separator.unwrap_or(Style::default().separator),
    };
    let makings = Makings::of_form(&data, &style, format, &choices);
    let render = move || form_download::download(data, &style, format, &choices);
    let mut response = download::rendered(call, format, &choices, makings, render).await?;
    let headers = response.headers_mut();
    let name = match &ask.tag {
        Tag::Form(xmlns) => xmlns,
        _ => "data",
    };
    if let Some(name) = file_name::of_export(name, format, choices.file_name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    if let Some(Ok(token)) = answered.token.as_deref().map(HeaderValue::from_str) {
        headers.insert(TOKEN_HEADER, token);
    }
    call.export(|record| answered.record(record));
    Ok(response)
}

/// The submitted XML of a form: without tokens, whatever the server (page: Form Data Export; facts E.5).
async fn raw(
    call: &Call,
    ask: &Ask,
    choices: &Choices,
    next: Option<&str>,
) -> Result<Response, Response> {
    if ask.previous_export.is_some() {
        if choices.raw_with_token == RawWithToken::Refused {
            return Err(download::raw_with_token(call));
        }
        call.note("previous_export is ignored: tokens do not work with the raw format");
    }
    let forms = call.island.space().raw_forms(ask);
    if forms.is_empty() && choices.raw_empty == RawEmpty::Redirect {
        explain_nothing(call, ask);
        return Err(download::no_data(call, choices.empty_export, next));
    }
    let answered = Answered::of(None, &forms);
    let makings = Makings::of_raw(&forms, choices);
    let render = move || form_download::raw(&forms);
    let mut response = download::rendered(call, Format::Raw, choices, makings, render).await?;
    let name = match &ask.tag {
        Tag::Form(xmlns) => xmlns,
        // The old server's word for no tag (facts E.5).
        _ => "None",
    };
    if let Some(name) = file_name::of_export(name, Format::Raw, choices.file_name) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    call.export(|record| answered.record(record));
    Ok(response)
}

/// What the journal says of an export once its answer is made; a refused one has no token.
struct Answered {
    token: Option<String>,
    count: usize,
    documents: Vec<Box<str>>,
}

impl Answered {
    fn of(token: Option<&str>, forms: &[Arc<StoredForm>]) -> Self {
        let kept = forms.iter().take(ExportRecord::DOCUMENTS_KEPT);
        Self {
            token: token.map(str::to_owned),
            count: forms.len(),
            documents: kept.map(|form| form.id.clone()).collect(),
        }
    }

    fn record(self, record: &mut ExportRecord) {
        record.token_issued = self.token;
        record.document_count = self.count;
        record.documents = self.documents;
    }
}

fn record(call: &Call, asked: &FormParameters) {
    call.export(|record| {
        record.kind = "form";
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
        Outcome::UnknownToken(token) => {
            Err(download::unknown_token(call, &token, choices.unknown_token))
        }
        Outcome::ForeignToken { issued_for } => Err(download::foreign_token(call, issued_for)),
    }
}

fn explain_nothing(call: &Call, ask: &Ask) {
    match (&ask.tag, &ask.previous_export) {
        (Tag::Missing, _) => call.note(
            "302 because no export_tag was given; the form's xmlns belongs there, as a JSON string",
        ),
        (Tag::NoForm(tag), _) => call.note(format!(
            "302 because the export_tag {tag} is no JSON string, so no form is filed under it"
        )),
        (Tag::Form(_), Some(_)) => call.note("302: nothing new since that token; keep the token"),
        (Tag::Form(xmlns), None) => {
            let space = call.island.space();
            let known: Vec<_> = space.forms.forms().map(|(xmlns, _)| xmlns).collect();
            call.note(format!(
                "302: no submission of {xmlns} to export; forms here: {}",
                known.join(", ")
            ));
        }
    }
}

/// Every parameter was handed on by its name, and the old server had a `domain` of its own (facts
/// B.1).
fn no_collision(call: &Call) -> Result<(), Response> {
    if call.query.get("domain").is_none() {
        return Ok(());
    }
    call.note("a parameter called domain collides with the server's own");
    Err(download::server_error(call))
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

/// Submissions that do not fit the columns: those of a foreign token, or one that arrived late with a
/// question of its own (facts B.2, D).
fn mismatch(call: &Call, choices: &Choices, foreign: bool) -> Response {
    let (what, refused) = if foreign {
        (
            "the documents of the token are of another form",
            choices.foreign_token == ForeignToken::TokensDocumentsOrRefused,
        )
    } else {
        (
            "a submission arrived late, with an older time and a question of its own",
            choices.schema_memory == SchemaMemory::CheckpointsOrRefused,
        )
    };
    call.note(format!(
        "{what}: not all of it fits the columns of this form"
    ));
    if refused {
        let text = format!("doc-schema mismatch: {what}");
        return answer::text(StatusCode::BAD_REQUEST, text);
    }
    download::server_error(call)
}

fn refuse(call: &Call, error: &impl ToString) -> Response {
    let formats = "The formats are csv, xlsx, xls, html, json, raw, in lower case";
    download::refuse(call, error.to_string(), formats)
}
