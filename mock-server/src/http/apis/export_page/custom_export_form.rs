//! `/a/{domain}/data/custom_export/` and `/a/{domain}/data/custom_export/{id}/`: where a custom export
//! is made and changed, by whoever is logged in and may see exports.

mod draft;

use axum::{body::Bytes, extract::Path, response::Response};
use http::{Method, StatusCode};

use super::{
    export_listing,
    pages::custom_export::{Around, Draft},
};
use crate::{
    http::{
        access::csrf,
        call::{
            address::{self, CustomExportForm},
            answer, pages,
            query::Query,
            request::Call,
        },
    },
    world::custom_export::definition::{CustomExport, Subject},
};

/// A new one.
pub async fn new(call: Call, body: Bytes) -> Response {
    page(&call, None, &body).unwrap_or_else(|refused| refused)
}

/// One that is there.
pub async fn known(call: Call, Path((_, id)): Path<(String, String)>, body: Bytes) -> Response {
    page(&call, Some(&id), &body).unwrap_or_else(|refused| refused)
}

fn page(call: &Call, id: Option<&str>, body: &[u8]) -> Result<Response, Response> {
    export_listing::admitted(call)?;
    let known = id.map(|id| found(call, id)).transpose()?;
    if call.method == Method::POST {
        return posted(call, known.as_ref(), body);
    }
    let draft = match &known {
        Some(export) => draft::of_export(&call.island.space(), export),
        None => draft::of_subject(&call.island.space(), subject(&call.query)),
    };
    Ok(shown(call, known.as_ref(), &draft, None))
}

fn found(call: &Call, id: &str) -> Result<CustomExport, Response> {
    let space = call.island.space();
    let mut exports = space.custom_exports.iter();
    let export = exports.find(|export| export.id == id).cloned();
    export.ok_or_else(|| {
        let page = pages::problem::not_found(&space.page_mark, "There is no such custom export.");
        answer::page(StatusCode::NOT_FOUND, page)
    })
}

/// What a new export is to be of, as the listing page says it.
fn subject(query: &Query) -> Subject {
    let given = |name| query.get(name).filter(|text| !text.is_empty());
    match (given("type"), given("xmlns")) {
        (Some("case"), _) | (_, None) => Subject::Case {
            case_type: given("case_type").map(str::to_owned),
        },
        (_, Some(xmlns)) => Subject::Form {
            xmlns: xmlns.to_owned(),
        },
    }
}

fn shown(
    call: &Call,
    known: Option<&CustomExport>,
    draft: &Draft,
    problem: Option<&str>,
) -> Response {
    let token = csrf::token(call);
    let mark = call.island.space().page_mark.clone();
    let (base_url, domain) = (&*call.base_url(), &*call.domain);
    let of = match (known, &draft.subject) {
        (Some(export), _) => CustomExportForm::Known(&export.id),
        (None, Some(Subject::Form { xmlns })) => CustomExportForm::OfForm(xmlns),
        (None, Some(Subject::Case { case_type })) => {
            CustomExportForm::OfCases(case_type.as_deref())
        }
        (None, None) => CustomExportForm::OfCases(None),
    };
    let around = Around {
        domain,
        mark: &mark,
        action: &address::custom_export_form(base_url, domain, &of),
        listing: &call.listing(),
        csrf_token: &token,
        known: known.is_some(),
        problem,
    };
    let page = crate::http::apis::export_page::pages::custom_export::custom_export(around, draft);
    let status = match problem {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    let mut response = answer::page(status, page);
    csrf::give(&mut response, &token);
    response
}

fn posted(call: &Call, known: Option<&CustomExport>, body: &[u8]) -> Result<Response, Response> {
    let fields = Query::of(body);
    csrf::check(call, &fields)?;
    let done = if fields.get("do") == Some("delete") {
        deleted(call, known);
        Ok(())
    } else {
        saved(call, known, &fields)
    };
    match done {
        Ok(()) => Ok(answer::redirect(StatusCode::FOUND, &call.listing())),
        Err(problem) => {
            call.note(problem.clone());
            let draft = draft::of_fields(&fields);
            Err(shown(call, known, &draft, Some(&problem)))
        }
    }
}

fn deleted(call: &Call, known: Option<&CustomExport>) {
    if let Some(known) = known {
        let mut space = call.island.space();
        space.custom_exports.retain(|export| export.id != known.id);
    }
}

fn saved(call: &Call, known: Option<&CustomExport>, fields: &Query) -> Result<(), String> {
    let written = draft::written(&draft::of_fields(fields))?;
    let mut space = call.island.space();
    let mut export = written
        .build(space.seed, &space.name)
        .map_err(|error| error.to_string())?;
    let exports = &mut space.custom_exports;
    match known {
        Some(known) => {
            export.id.clone_from(&known.id);
            match exports.iter_mut().find(|other| other.id == known.id) {
                Some(place) => *place = export,
                // Somebody deleted it meanwhile.
                None => exports.push(export),
            }
        }
        None if exports.iter().any(|other| other.id == export.id) => {
            return Err(format!(
                "there is a custom export `{}` already; change that one, or take another name",
                export.name
            ));
        }
        None => exports.push(export),
    }
    Ok(())
}
