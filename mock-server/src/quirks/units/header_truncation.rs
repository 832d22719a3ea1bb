//! `header-truncation`

use crate::quirks::{Card, Profile, Quirk};

/// What max_column_size does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderTruncation {
    /// The last n characters are kept, clashes numbered.
    LastCharacters,
    /// Looked at, without effect.
    Ignored,
}

impl Quirk for HeaderTruncation {
    const CARD: Card = Card {
        id: "header-truncation",
        title: "headers that are longer than asked for",
        rule: "A header longer than max_column_size keeps its last characters; where that makes \
               two alike they are numbered. From February to August 2012 the old server read the \
               parameter and did nothing with it.",
        source: "page: Form Data Export; facts E.3, B.1",
        why: "A client that finds columns by their full path loses them; one that counts on short \
               ones gets long ones.",
        choices: &[
            ("last-characters", "the last n characters are kept, clashes numbered"),
            ("ignored", "looked at, without effect"),
        ],
    };
    const ALL: &'static [Self] = &[Self::LastCharacters, Self::Ignored];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::LastCharacters,
        }
    }
}
