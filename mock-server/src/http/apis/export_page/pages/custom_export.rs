//! The page where a custom export is made and changed.

use maud::{Markup, html};

use crate::{
    auth::session::CSRF_FIELD,
    http::call::pages::layout,
    world::custom_export::definition::{DeIdentify, Subject},
};

/// A custom export in the making.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub subject: Option<Subject>,
    /// The default format.
    pub format: String,
    /// Whether duplicates and errors are rows.
    pub include_errors: bool,
    /// Whether somebody vouched for it.
    pub safe_for_deid: bool,
    /// Columns to choose from, the chosen ones first, and in their order.
    pub rows: Vec<DraftColumn>,
}

/// A column that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftColumn {
    /// The table it is in: `#`, `#.form.child.#`.
    pub table: String,
    /// The own name of that table, if any.
    pub table_title: String,
    /// Its path; empty for a row that is free to be filled in.
    pub path: String,
    /// Its own header; the path without one.
    pub title: String,
    /// How its values are hidden.
    pub de_identify: Option<DeIdentify>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What surrounds the form.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The project space.
    pub domain: &'a str,
    /// The text by which its pages are known.
    pub mark: &'a str,
    /// Where the form is sent.
    pub action: &'a str,
    /// The listing page.
    pub listing: &'a str,
    /// The token of the form.
    pub csrf_token: &'a str,
    /// Whether the export is there already.
    pub known: bool,
    /// Why the last try was refused.
    pub problem: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn custom_export(around: Around<'_>, draft: &Draft) -> Markup {
    let title = if around.known {
        "Change a custom export"
    } else {
        "Make a custom export"
    };
    layout::page(
        title,
        around.mark,
        &html! {
            h1 { (title) " of " (around.domain) }
            p { a href=(around.listing) { "Back to the exports" } }
            @if let Some(problem) = around.problem {
                p.wrong role="alert" { (problem) }
            }
            form method="post" action=(around.action) {
                input type="hidden" name=(CSRF_FIELD) value=(around.csrf_token);
                (head(draft))
                (columns(draft))
                p {
                    button name="do" value="save" { "Save" }
                    @if around.known {
                        " " button name="do" value="delete" { "Delete this export" }
                    }
                }
            }
        },
    )
}

/// What holds for the whole export.
fn head(draft: &Draft) -> Markup {
    let formats = ["csv", "xlsx", "xls", "html", "json"];
    html! {
        @match &draft.subject {
            Some(Subject::Form { xmlns }) => {
                input type="hidden" name="xmlns" value=(xmlns);
                p { "Its rows are submissions of " code { (xmlns) } "." }
            }
            Some(Subject::Case { case_type }) => {
                input type="hidden" name="type" value="case";
                label { "Type of cases, empty for all " input name="case_type" value=(case_type.as_deref().unwrap_or_default()); }
            }
            None => {}
        }
        label { "Name " input name="name" required value=(draft.name); }
        label {
            "Format of a request that names none "
            select name="format" {
                @for format in formats {
                    option value=(format) selected[*format == draft.format] { (format) }
                }
            }
        }
        label {
            input type="checkbox" name="include_errors" value="yes" checked[draft.include_errors];
            " Duplicates and errors are rows too"
        }
        label {
            input type="checkbox" name="safe_for_deid" value="yes" checked[draft.safe_for_deid];
            " May be downloaded de-identified"
        }
    }
}

/// The columns, one a line.
fn columns(draft: &Draft) -> Markup {
    html! {
        h2 { "Columns" }
        p.quiet {
            "Tick what you want; numbers say in which order. A column that is not listed can be filled in at the end: "
            "its table, such as " code { "#" } " or " code { "#.form.child.#" } ", and its path."
        }
        table {
            thead { tr { th { "" } th { "Order" } th { "Table" } th { "Table's own name" } th { "Path" } th { "Own title" } th { "Hidden" } } }
            tbody {
                @for (number, row) in draft.rows.iter().enumerate() {
                    tr {
                        td { input type="checkbox" name={ "take-" (number) } value="yes" checked[row.chosen] aria-label={ "Take " (row.path) }; }
                        td { input.number name={ "order-" (number) } value=(number + 1) inputmode="numeric" aria-label="Order"; }
                        td { input.short name={ "table-" (number) } value=(row.table) aria-label="Table"; }
                        td { input.short name={ "table-title-" (number) } value=(row.table_title) aria-label="Own name of the table"; }
                        td { input name={ "path-" (number) } value=(row.path) aria-label="Path"; }
                        td { input name={ "title-" (number) } value=(row.title) placeholder=(row.path) aria-label="Own title"; }
                        td { (hidden(number, row.de_identify)) }
                    }
                }
            }
        }
    }
}

fn hidden(number: usize, chosen: Option<DeIdentify>) -> Markup {
    html! {
        select name={ "hide-" (number) } aria-label="Hidden" {
            option value="" { "no" }
            option value="date" selected[chosen == Some(DeIdentify::Date)] { "date" }
            option value="id" selected[chosen == Some(DeIdentify::Id)] { "id" }
        }
    }
}
