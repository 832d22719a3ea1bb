//! `unknown-format`

use crate::quirks::{Card, Profile, Quirk};

/// When a format that does not exist is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFormat {
    /// 400 before anything else is looked at; nothing is stored.
    First,
    /// 400 after the token and data checks, a checkpoint is stored.
    AfterData,
}

impl Quirk for UnknownFormat {
    const CARD: Card = Card {
        id: "unknown-format",
        title: "a format that does not exist",
        rule: "No other values than the six of the page are allowed, in lower case; anything \
               else is a 400 that names it. The old server finds out only after it has looked \
               for data and has stored a checkpoint.",
        source: "page: Form Data Export; facts B.1",
        why: "A misspelt format looks like an export without data while there is none.",
        choices: &[
            ("first", "400 before anything else is looked at; nothing is stored"),
            ("after-data", "400 after the token and data checks, a checkpoint is stored"),
        ],
    };
    const ALL: &'static [Self] = &[Self::First, Self::AfterData];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::First,
            Profile::Hq2013 | Profile::Hq2015 => Self::AfterData,
        }
    }
}
