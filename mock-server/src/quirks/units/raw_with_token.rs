//! `raw-with-token`

use crate::quirks::{Card, Profile, Quirk};

/// What a raw download with a token is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawWithToken {
    /// 400 that says so.
    Refused,
    /// The token is not looked at.
    Ignored,
}

impl Quirk for RawWithToken {
    const CARD: Card = Card {
        id: "raw-with-token",
        title: "a token on a raw download",
        rule: "The page says that tokens do not work with the raw format. An empty \
               previous_export is no token. The old server ignored it without a word.",
        source: "page: Form Data Export; facts E.5",
        why: "A client believes it got what is new and got everything, or the other way round.",
        choices: &[
            ("refused", "400 that says so"),
            ("ignored", "the token is not looked at"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::Ignored];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Refused,
            Profile::Hq2013 | Profile::Hq2015 => Self::Ignored,
        }
    }
}
