//! The answer where a space has nothing.

use axum::response::Response;
use http::StatusCode;

use super::{answer, pages, request::Call};

/// 404, and a word in the journal on where exports are.
pub(in crate::http) async fn nothing_here(call: Call) -> Response {
    call.note(format!(
        "nothing is at {}; a form export is at /a/{}/reports/export/?export_tag=%22XMLNS%22",
        call.path, call.domain
    ));
    let mark = call.island.space().page_mark.clone();
    let page = pages::problem::not_found(&mark, "There is nothing at this address.");
    answer::page(StatusCode::NOT_FOUND, page)
}
