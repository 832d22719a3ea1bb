//! `late-document`

use crate::quirks::{Card, Profile, Quirk};

/// Whether a submission that arrives late with an older time comes with the next increment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateDocument {
    /// It comes with the next increment.
    Comes,
    /// No increment ever brings it.
    Never,
}

impl Quirk for LateDocument {
    const CARD: Card = Card {
        id: "late-document",
        title: "a submission that arrives late",
        rule: "A submission may arrive after a token was issued and bear a time before it, from a \
               copy of another server for example. The old server goes by received_on alone, so \
               such a one never comes.",
        source: "facts D",
        why: "A client that trusts its tokens misses submissions, and no download but a full one \
               brings them.",
        choices: &[
            ("comes", "it comes with the next increment"),
            ("never", "no increment ever brings it"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Comes, Self::Never];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Comes,
            Profile::Hq2013 | Profile::Hq2015 => Self::Never,
        }
    }
}
