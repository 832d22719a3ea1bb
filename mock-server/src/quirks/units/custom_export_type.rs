//! `custom-export-type`

use crate::quirks::{Card, Profile, Quirk};

/// What the type parameter of a custom export must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomExportType {
    /// Nothing, or what the export is; else 400.
    Optional,
    /// What the export is, `form` where it is absent; else 500.
    MustMatchOr500,
    /// What the export is, `form` where it is absent; else 400.
    MustMatch,
}

impl Quirk for CustomExportType {
    const CARD: Card = Card {
        id: "custom-export-type",
        title: "the type of a custom export",
        rule: "A custom export is one of forms or of cases, and the parameter type may say \
               which. The page does not know it; the old server takes its absence for form, and \
               refuses a type that is not the export's.",
        source: "facts B.3",
        why: "An address of a case export without type=case fails.",
        choices: &[
            ("optional", "absent, or the export's own; else 400"),
            ("must-match-or-500", "the export's own, absent means form; else 500"),
            ("must-match", "the export's own, absent means form; else 400"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Optional, Self::MustMatchOr500, Self::MustMatch];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Optional,
            Profile::Hq2013 => Self::MustMatchOr500,
            Profile::Hq2015 => Self::MustMatch,
        }
    }
}
