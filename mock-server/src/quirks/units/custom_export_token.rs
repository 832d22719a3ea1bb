//! `custom-export-token`

use crate::quirks::{Card, Profile, Quirk};

/// Whether a custom export takes the parameters of a form export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomExportToken {
    /// A token is given and honoured, as are max_column_size, include_errors and all six formats.
    AsFormExport,
    /// All of these are ignored; the answer is always 200.
    Ignored,
}

impl Quirk for CustomExportToken {
    const CARD: Card = Card {
        id: "custom-export-token",
        title: "the token of a custom export",
        rule: "A custom export has another address and the same parameters, the tag aside, so it \
               gives and honours tokens, cuts headers, and redirects without data. The old \
               server reads those parameters and ignores them: no token, every row every time, \
               header rows where there is none.",
        source: "page: Form Data Export; facts B.3",
        why: "Clients that rely on a token here fetch everything again each time, or fail on the \
              missing header.",
        choices: &[
            ("as-form-export", "a token is given and honoured, as are max_column_size, include_errors and all six formats; 302 without data"),
            ("ignored", "all of these are ignored; always 200, never a token"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AsFormExport, Self::Ignored];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::AsFormExport,
            Profile::Hq2013 | Profile::Hq2015 => Self::Ignored,
        }
    }
}
