//! The choice of project spaces.

use maud::{Markup, html};

use crate::http::call::pages::layout;

/// The page; of each space its name and the address of its listing.
#[must_use]
pub fn domain_select(mark: &str, spaces: &[(String, String)]) -> Markup {
    layout::page(
        "Choose a project space",
        mark,
        &html! {
            h1 { "Choose a project space" }
            p { "You were led here from a project space that is deactivated." }
            @for (name, listing) in spaces {
                p { a href=(listing) { (name) } }
            }
        },
    )
}
