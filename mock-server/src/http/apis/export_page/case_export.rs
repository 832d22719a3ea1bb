//! `/a/{domain}/reports/download/cases/`: cases, referrals and users (page: Cases, Referrals, and
//! Users Export; facts B.5, F).

use std::str::FromStr;

use axum::response::Response;
use http::header;

use super::{asked_users::asked_users, background, download, file_name, parameters::BadValue};
use crate::{
    cache::Makings,
    file_format::{Format, UnknownFormat},
    http::{
        access::authorize,
        call::{nothing_here::nothing_here, query::Query, request::Call},
    },
    journal::entry::ExportRecord,
    quirks::{CaseParameters as Reading, InternalCases},
    render::by_format,
    selection::cases::{CaseAsk, CaseExport},
    tables::case_tables::CaseTables,
};

/// Answers the case export.
pub async fn case_export(call: Call) -> Response {
    match export(&call).await {
        Ok(response) | Err(response) => response,
    }
}

async fn export(call: &Call) -> Result<Response, Response> {
    record_asked(call);
    authorize::export(call)?;
    answered(call).await
}

/// The same without the plan check, where the server has it (facts A; quirk `internal-cases`).
pub async fn internal(call: Call) -> Response {
    if call.island.space().choices.internal_cases == InternalCases::Absent {
        return nothing_here(call).await;
    }
    record_asked(&call);
    let let_in = authorize::login(&call).and_then(|()| authorize::method(&call));
    match let_in {
        Ok(()) => answered(&call).await.unwrap_or_else(|refused| refused),
        Err(refused) => refused,
    }
}

/// The answer, once it is known who asks.
async fn answered(call: &Call) -> Result<Response, Response> {
    let choices = call.island.space().choices;
    download::refuse_unknown(call, choices.unknown_parameter)?;
    download::note_unknown(call);
    if call.query.get("previous_export").is_some() {
        call.note("previous_export is ignored: the case export knows no tokens and gives none");
    }
    let format = format(&call.query, choices.case_parameters).map_err(|refused| match refused {
        Refused::Unknown(error) => {
            let formats = "The case export comes as csv, xlsx, xls, html or json";
            download::refuse(call, error.to_string(), formats)
        }
        Refused::Fails => {
            call.note("format=zip got past the old server's check of formats and failed later");
            download::server_error(call)
        }
    })?;
    download::refuse_empty(call, &["include_closed"], choices.empty_parameter)?;
    let include_closed = include_closed(&call.query, choices.case_parameters)
        .map_err(|value| download::bad_value(call, &value, choices.bad_parameter))?;
    background::instead(call, choices.async_download)?;
    let ask = CaseAsk {
        include_closed,
        users: asked_users(&call.query),
    };
    let export = call.island.space().export_cases(&ask);
    let export = export.map_err(|no_such_group| {
        call.note(no_such_group.to_string());
        download::server_error(call)
    })?;
    record(call, &export);
    let file_name = file_name::of_cases(&export.domain, format, choices.file_name);
    let makings = Makings::of_cases(&export, format, &choices);
    let render = move || {
        let tables = CaseTables::new(export, choices.case_tables);
        by_format::render(&tables, format, &choices)
    };
    let mut response = download::rendered(call, format, &choices, makings, render).await?;
    if let Some(file_name) = file_name {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, file_name);
    }
    Ok(response)
}

fn record_asked(call: &Call) {
    call.export(|record| {
        record.kind = "cases";
        record.format = call.query.get("format").map(str::to_owned);
        record.token_given = call.query.get("previous_export").map(str::to_owned);
    });
}

fn record(call: &Call, export: &CaseExport) {
    call.export(|record| {
        record.document_count = export.cases.len();
        let kept = export.cases.iter().take(ExportRecord::DOCUMENTS_KEPT);
        record.documents = kept.map(|case| case.case_id.as_str().into()).collect();
    });
}

/// Why there is no format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Refused {
    /// It is none of the five.
    Unknown(UnknownFormat),
    /// The old server takes it and then fails.
    Fails,
}

/// The format, in any letter case. There is no XML of a case, so raw is none.
fn format(query: &Query, reading: Reading) -> Result<Format, Refused> {
    let Some(word) = query.get("format") else {
        return Ok(Format::Xlsx);
    };
    let word = word.to_lowercase();
    match (word.as_str(), reading) {
        ("", Reading::Json) => Ok(Format::Xlsx),
        ("zip", Reading::Json) => Err(Refused::Fails),
        ("raw", _) => Err(Refused::Unknown(UnknownFormat(word))),
        (known, _) => Format::from_str(known).map_err(Refused::Unknown),
    }
}

fn include_closed(query: &Query, reading: Reading) -> Result<bool, BadValue> {
    let Some(word) = query.get("include_closed") else {
        return Ok(false);
    };
    let bad = |expected| BadValue {
        parameter: "include_closed",
        value: word.to_owned(),
        expected,
    };
    match (reading, word) {
        (Reading::Strict, "true") => Ok(true),
        (Reading::Strict, "false") => Ok(false),
        (Reading::Strict, _) => Err(bad("true or false, in lower case")),
        (Reading::Json, _) => truthy(word).ok_or_else(|| bad("a JSON value such as true or false")),
    }
}

/// Whether a JSON value counts as true in the old server's language; `None` where it is no JSON.
fn truthy(json: &str) -> Option<bool> {
    use serde_json::Value;
    // That language's JSON knows these three as well.
    if matches!(json.trim(), "NaN" | "Infinity" | "-Infinity") {
        return Some(true);
    }
    Some(match serde_json::from_str(json).ok()? {
        Value::Null => false,
        Value::Bool(truth) => truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(text: &str) -> Query {
        Query::of(text.as_bytes())
    }

    #[test]
    fn the_format_has_any_letter_case_and_is_never_raw() {
        let read = |text: &str, reading| format(&query(text), reading);
        for reading in [Reading::Strict, Reading::Json] {
            assert_eq!(read("", reading), Ok(Format::Xlsx));
            assert_eq!(read("format=CsV", reading), Ok(Format::Csv));
            for (unknown, named) in [("RAW", "raw"), ("Bogus", "bogus")] {
                let refused = read(&format!("format={unknown}"), reading);
                assert_eq!(
                    refused,
                    Err(Refused::Unknown(UnknownFormat(named.to_owned())))
                );
            }
        }
        let unknown = |word: &str| Err(Refused::Unknown(UnknownFormat(word.to_owned())));
        assert_eq!(read("format=", Reading::Strict), unknown(""));
        assert_eq!(read("format=zip", Reading::Strict), unknown("zip"));
        assert_eq!(read("format=", Reading::Json), Ok(Format::Xlsx));
        assert_eq!(read("format=zip", Reading::Json), Err(Refused::Fails));
    }

    #[test]
    fn include_closed_is_strict_or_json() {
        let read = |text: &str, reading| {
            include_closed(&query(&format!("include_closed={text}")), reading)
                .map_err(|bad| bad.value)
        };
        for reading in [Reading::Strict, Reading::Json] {
            assert_eq!(include_closed(&query(""), reading), Ok(false));
            assert_eq!(read("true", reading), Ok(true));
            assert_eq!(read("false", reading), Ok(false));
            for bad in ["True", "yes", ""] {
                assert_eq!(read(bad, reading), Err(bad.to_owned()));
            }
        }
        for (text, truth) in [
            ("1", true),
            ("0", false),
            ("-0.0", false),
            ("%22x%22", true),
            ("%22%22", false),
            ("null", false),
            ("[]", false),
            ("[0]", true),
            ("{}", false),
            ("NaN", true),
        ] {
            assert_eq!(read(text, Reading::Json), Ok(truth), "{text}");
            assert!(read(text, Reading::Strict).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_query_can_be_read(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            for reading in [Reading::Strict, Reading::Json] {
                let _ = format(&query, reading);
                let _ = include_closed(&query, reading);
            }
            let _ = asked_users(&query);
        }
    }
}
