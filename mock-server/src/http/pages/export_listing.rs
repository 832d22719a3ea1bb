//! The export listing: every export of a space with its address to copy (page: Form Data Export).

use maud::{Markup, html};

use super::layout;
use crate::{http::address, render::format::Format};

/// A form on the listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedForm {
    /// The name its submissions carry, or its xmlns.
    pub title: String,
    /// What identifies it.
    pub xmlns: String,
    /// How many submissions there are.
    pub submissions: usize,
}

/// The page.
#[must_use]
pub fn export_listing(base_url: &str, domain: &str, mark: &str, forms: &[ListedForm]) -> Markup {
    layout::page(
        "Export Forms",
        mark,
        &html! {
            h1 { "Export data from " (domain) }
            p {
                "An address can be copied into a program as it is; add "
                code { "&previous_export=" } " with the last export token to get only what is new."
            }
            @if forms.is_empty() {
                p { "No form has been submitted to this project space yet." }
            }
            @for form in forms {
                h2 { (form.title) }
                p.quiet { (form.submissions) " submissions of " code { (form.xmlns) } }
                p {
                    @for format in Format::ALL {
                        a.button href=(address::form_export(base_url, domain, &form.xmlns, Some(format))) {
                            "Download " (format)
                        }
                    }
                }
                @for format in [Format::Csv, Format::Json] {
                    label {
                        "Address to copy (" (format) ") "
                        input.address readonly value=(address::form_export(base_url, domain, &form.xmlns, Some(format)));
                    }
                }
            }
        },
    )
}
