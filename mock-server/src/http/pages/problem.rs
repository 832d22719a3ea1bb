//! Pages for what went wrong.

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
