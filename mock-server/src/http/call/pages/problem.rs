//! Pages for what went wrong.

use http::StatusCode;
use maud::{Markup, html};

use super::layout;

/// 404: there is nothing at this address.
#[must_use]
pub fn not_found(mark: &str, hint: &str) -> Markup {
    layout::page(
        "Not found",
        mark,
        &html! {
            h1 { "404 Not Found" }
            p { (hint) }
        },
    )
}

/// Any other status: a page as servers between a client and HQ send it.
#[must_use]
pub fn status(mark: &str, status: StatusCode) -> Markup {
    let number = status.as_u16();
    let title = format!("{number} {}", status.canonical_reason().unwrap_or("Error"));
    layout::page(
        &title,
        mark,
        &html! {
            h1 { (title) }
            p { "The server could not answer this request." }
        },
    )
}

/// 500: the server failed.
#[must_use]
pub fn server_error(mark: &str) -> Markup {
    layout::page(
        "Server error",
        mark,
        &html! {
            h1 { "500 Server Error" }
            p { "Something went wrong on the server." }
        },
    )
}
