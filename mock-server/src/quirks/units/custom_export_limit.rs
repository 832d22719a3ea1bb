//! `custom-export-limit`

use crate::quirks::{Card, Profile, Quirk};

/// Whether a custom export looks at `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomExportLimit {
    /// It does not.
    Ignored,
    /// It stops behind that many documents, and one more.
    OneMore,
}

impl Quirk for CustomExportLimit {
    const CARD: Card = Card {
        id: "custom-export-limit",
        title: "limit on a custom export",
        rule: "The page knows no limit. From 2014-03-24 a custom export with limit=N stops early, but one \
               document later than asked for: it holds N + 1.",
        source: "facts B.3",
        why: "A client that samples a large export gets all of it, or one row more than it has room for.",
        choices: &[
            ("ignored", "all documents, whatever limit says"),
            ("one-more", "limit=N gives at most N + 1 documents; what is no number above 0 is ignored"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Ignored, Self::OneMore];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Ignored,
            Profile::Hq2015 => Self::OneMore,
        }
    }
}
