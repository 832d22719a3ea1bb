//! The export listing: every export of a space with its address to copy (page: Form Data Export).

use maud::{Markup, html};

use crate::{
    file_format::Format,
    http::{
        call::pages::moment::moment,
        call::{
            address::{self, CustomExportForm},
            pages::layout,
        },
    },
    world::{
        custom_export::definition::{CustomExport, Subject},
        stored_export::StoredExport,
    },
};

/// A form on the listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedForm {
    /// The name its submissions carry, or its xmlns.
    pub title: String,
    /// What identifies it.
    pub xmlns: String,
    /// The application it belongs to, where that is known.
    pub app_id: Option<String>,
    /// How many submissions there are.
    pub submissions: usize,
}

/// The page.
#[must_use]
pub fn export_listing(
    base_url: &str,
    domain: &str,
    mark: &str,
    forms: &[ListedForm],
    custom: &[CustomExport],
    stored: &[StoredExport],
) -> Markup {
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
                (addresses(&Format::ALL, |format| {
                    address::listed_form_export(
                        base_url, domain, &form.xmlns, format, form.app_id.as_deref(), &form.title,
                    )
                }))
                (change(base_url, domain, CustomExportForm::OfForm(&form.xmlns), "Choose columns of this form"))
            }
            @for export in custom {
                h2 { (export.name) }
                p.quiet { "Custom export of " (subject(export)) }
                (addresses(&TABLES, |format| address::custom_export(base_url, domain, export, format)))
                (change(base_url, domain, CustomExportForm::Known(&export.id), "Change this export"))
            }
            @for stored in stored {
                h2 { (stored.export.name) " (stored)" }
                p.quiet {
                    "A file made at " (moment(stored.made)) " of " (stored.data.rows.len())
                    " documents, and kept since. No export tokens."
                }
                (address_of(stored.format, &address::stored_export(base_url, domain, &stored.id)))
            }
            h2 { "Cases, referrals and users" }
            p.quiet { "Open cases; add " code { "&include_closed=true" } " for closed ones too. No export tokens." }
            (addresses(&TABLES, |format| address::case_export(base_url, domain, format, false)))
            (change(base_url, domain, CustomExportForm::OfCases(None), "Choose columns of cases"))
        },
    )
}

/// The formats made of tables.
const TABLES: [Format; 5] = [
    Format::Csv,
    Format::Xlsx,
    Format::Xls,
    Format::Html,
    Format::Json,
];

fn subject(export: &CustomExport) -> Markup {
    match &export.subject {
        Subject::Form { xmlns } => html! { "submissions of " code { (xmlns) } },
        Subject::Case { case_type: None } => html! { "cases" },
        Subject::Case {
            case_type: Some(case_type),
        } => html! { "cases of type " code { (case_type) } },
    }
}

/// A link to where columns are chosen.
fn change(base_url: &str, domain: &str, of: CustomExportForm<'_>, words: &str) -> Markup {
    html! { p { a href=(address::custom_export_form(base_url, domain, &of)) { (words) } } }
}

/// Button and address of a file that has its format.
fn address_of(format: Format, address: &str) -> Markup {
    addresses_in(&[format], &[format], |_| address.to_owned())
}

/// Buttons and addresses of one export.
fn addresses(formats: &[Format], address: impl Fn(Format) -> String) -> Markup {
    addresses_in(formats, &[Format::Csv, Format::Json], address)
}

fn addresses_in(
    buttons: &[Format],
    to_copy: &[Format],
    address: impl Fn(Format) -> String,
) -> Markup {
    html! {
        p {
            @for &format in buttons {
                a.button href=(address(format)) { "Download " (format) }
            }
        }
        @for &format in to_copy {
            label {
                "Address to copy (" (format) ") "
                input.address readonly value=(address(format));
            }
        }
    }
}
