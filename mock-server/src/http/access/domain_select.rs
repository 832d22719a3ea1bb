//! `/domain/select/`: where a session is led whose project space is deactivated (facts G.1).

use std::sync::Arc;

use axum::{extract::State, response::Response};
use http::{HeaderMap, StatusCode};

use super::authorize;
use crate::{
    hq::Hq,
    http::call::{address, answer},
};

/// The address.
pub const PATH: &str = "/domain/select/";

/// Shows the spaces that the session is one of; there is one at most, since every space has sessions of
/// its own.
pub async fn domain_select(State(hq): State<Arc<Hq>>, headers: HeaderMap) -> Response {
    let base_url = address::base_url(&headers);
    let mut spaces = Vec::new();
    for island in hq.islands() {
        if authorize::has_session(&island, &headers) {
            let choices = island.space().choices;
            let listing = address::listing(&base_url, island.name(), choices.listing_address);
            spaces.push((island.name().to_owned(), listing));
        }
    }
    let mark = hq.strays.space().page_mark.clone();
    let page = crate::http::access::domain_select_page::domain_select(&mark, &spaces);
    answer::page(StatusCode::OK, page)
}
