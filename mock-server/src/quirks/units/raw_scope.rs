//! `raw-scope`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions a raw download holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawScope {
    /// The submissions the tables would hold.
    AsTables,
    /// Every document of the form.
    Everything,
}

impl Quirk for RawScope {
    const CARD: Card = Card {
        id: "raw-scope",
        title: "which submissions a raw download holds",
        rule: "A raw download is a zip of the submitted XML. The page promises the same form \
               data in another format; the old server put in every document of the form, \
               duplicates and errors too.",
        source: "page: Form Data Export; facts E.5",
        why: "Counts of raw files and of table rows differ, and old versions of edited forms \
               are taken for new ones.",
        choices: &[
            ("as-tables", "the submissions the tables would hold"),
            ("everything", "every document of the form"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AsTables, Self::Everything];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::AsTables,
            Profile::Hq2013 | Profile::Hq2015 => Self::Everything,
        }
    }
}
