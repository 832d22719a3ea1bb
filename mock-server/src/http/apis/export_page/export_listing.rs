//! `/a/{domain}/data/excel_export_data/`: the listing page that a 302 leads to (facts C.2).

use axum::response::Response;
use http::StatusCode;

use super::pages::export_listing::ListedForm;
use crate::{
    http::{
        access::authorize,
        call::{address, answer, pages, request::Call},
    },
    quirks::ListingChain,
};

/// Shows every export of the space to whoever is logged in; others are sent to the login page, with
/// digest credentials too, because those make no session.
pub async fn export_listing(call: Call) -> Response {
    if let Err(response) = admitted(&call) {
        return response;
    }
    let space = call.island.space();
    let forms: Vec<_> = space
        .forms
        .forms()
        .map(|(xmlns, index)| ListedForm {
            title: index.title().unwrap_or(xmlns).to_owned(),
            xmlns: xmlns.to_owned(),
            app_id: index.app_id().map(str::to_owned),
            submissions: index.arrivals.len(),
        })
        .collect();
    let page = crate::http::apis::export_page::pages::export_listing::export_listing(
        &call.base_url(),
        &call.domain,
        &space.page_mark,
        &forms,
        &space.custom_exports,
        &space.stored_exports,
    );
    answer::page(StatusCode::OK, page)
}

/// Lets through whoever may see the pages about exports (quirk `listing-chain`).
///
/// # Errors
/// The answer to give: 302 to the login page without a session, 404 without the permission.
pub fn admitted(call: &Call) -> Result<(), Response> {
    let chain = call.island.space().choices.listing_chain;
    let user = authorize::session_user(call);
    if user.is_none() && chain == ListingChain::Login {
        call.note("the pages about exports want a session: a digest login makes none");
        let target = String::from_utf8_lossy(call.target());
        let next = match target.starts_with('/') {
            true => &target,
            false => call.path.as_str(),
        };
        let login = address::login(&call.base_url(), &call.domain, next);
        return Err(answer::redirect(StatusCode::FOUND, &login));
    }
    if chain == ListingChain::Login {
        authorize::activated(call)?;
    }
    let space = call.island.space();
    let permitted = match (chain, user) {
        (ListingChain::Login, Some(user)) => space
            .people
            .named(&user)
            .is_some_and(|person| authorize::sees_exports(person, &space.choices)),
        (ListingChain::Login, None) | (ListingChain::Gone, _) => false,
        (ListingChain::Open, _) => true,
    };
    if permitted {
        return Ok(());
    }
    let hint = "This address does not exist, or you may not see it.";
    let page = pages::problem::not_found(&space.page_mark, hint);
    Err(answer::page(StatusCode::NOT_FOUND, page))
}
