//! The login page.

use maud::{Markup, html};

use crate::http::call::pages::layout;

/// The form that asks for user name and password. `next` is where a login leads; `refused` says that
/// the last try was wrong.
#[must_use]
pub fn login(domain: &str, mark: &str, next: &str, csrf_token: &str, refused: bool) -> Markup {
    layout::page(
        "Log in",
        mark,
        &html! {
            h1 { "Log in to " (domain) }
            @if refused {
                p.wrong { "Please enter a correct user name and password." }
            }
            form method="post" {
                input type="hidden" name="csrfmiddlewaretoken" value=(csrf_token);
                input type="hidden" name="next" value=(next);
                label { "User name " input name="username" autocomplete="username" autofocus; }
                label { "Password " input name="password" type="password" autocomplete="current-password"; }
                button { "Log in" }
            }
        },
    )
}
