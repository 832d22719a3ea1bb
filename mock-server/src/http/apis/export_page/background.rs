//! Downloads in the background: `async=true` and the addresses that know nothing else (facts A; quirk
//! `async-download`).
//!
//! HQ answers with the address of a page that tells when the file is there, and that page wants a
//! session. No file is made here: the answer has its shape, and the journal says what to do instead.

use axum::{body::Bytes, response::Response};
use http::{HeaderValue, StatusCode, header};
use md5::{Digest, Md5};
use serde_json::{Value, json};

use super::download;
use crate::{
    http::{
        access::authorize,
        call::{answer, request::Call},
    },
    input::hex::hex,
    quirks::AsyncDownload,
};

const INSTEAD: &str = "HQ makes the file in the background and shows it to a session only; leave \
                       async=true out, and the file comes with the answer";

/// Where a download in the background is asked for, answers that instead of the file.
///
/// # Errors
/// The answer to give.
pub fn instead(call: &Call, choice: AsyncDownload) -> Result<(), Response> {
    if call.query.get("async") != Some("true") {
        return Ok(());
    }
    match choice {
        AsyncDownload::Ignored => {
            call.note(
                "async=true is ignored: the page does not name it, and the file comes at once",
            );
            Ok(())
        }
        AsyncDownload::Background => Err(begun(call)),
    }
}

/// `/a/{domain}/reports/export/default/download/`: nothing but the background.
pub async fn default_export(call: Call, body: Bytes) -> Response {
    let call = authorize::posted(call, &body);
    let done = authorize::who(&call)
        .and_then(|()| authorize::custom_method(&call))
        .and_then(|()| default_asked(&call));
    match done {
        Ok(()) => begun(&call),
        Err(refused) => refused,
    }
}

/// Its tag is a list that begins with the project space (facts B.1).
fn default_asked(call: &Call) -> Result<(), Response> {
    if call.query.get("async") != Some("true") {
        call.note("this address answers async=true only; the form export is at reports/export/");
        return Err(answer::empty(StatusCode::BAD_REQUEST));
    }
    let tag = call.query.get("export_tag").filter(|tag| !tag.is_empty());
    let tag: Value = serde_json::from_str(tag.unwrap_or("null")).map_err(|_| {
        call.note("export_tag is no JSON");
        answer::empty(StatusCode::BAD_REQUEST)
    })?;
    if tag[0] == call.island.name() {
        return Ok(());
    }
    let wanted = json!([call.island.name(), "XMLNS"]);
    call.note(format!("export_tag={tag}: here it is a list, {wanted}"));
    Err(download::server_error(call))
}

/// `/a/{domain}/reports/export/bulk/download/`: in the background whether it is asked for or not.
pub async fn bulk(call: Call) -> Response {
    let let_in = authorize::who(&call).and_then(|()| authorize::custom_method(&call));
    let_in.map_or_else(|refused| refused, |()| begun(&call))
}

/// `/a/{domain}/reports/export/forms/all/async/`: the same.
pub async fn form_metadata(call: Call) -> Response {
    authorize::export(&call).map_or_else(|refused| refused, |()| begun(&call))
}

/// `/downloads/temp/ajax/{id}`: where HQ shows a session how far the file is.
pub async fn poll() -> Response {
    let mut response = answer::text(
        StatusCode::NOT_FOUND,
        "fakehq makes no files in the background. HQ shows here how far the file is, to a session only.\n",
    );
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

fn begun(call: &Call) -> Response {
    call.note(INSTEAD);
    let id = hex(&Md5::digest(call.target()));
    let told = json!({
        "download_id": id,
        "download_url": format!("/downloads/temp/ajax/{id}"),
    });
    let html = HeaderValue::from_static("text/html");
    answer::with(StatusCode::OK, html, told.to_string())
}
