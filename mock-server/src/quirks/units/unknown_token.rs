//! `unknown-token`

use crate::quirks::{Card, Profile, Quirk};

/// What a token that was never issued is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownToken {
    /// 404 with a text that names it.
    NotFound,
    /// 500 with an HTML page, as until 2013-07-13.
    ServerError,
    /// As if no token had been given.
    Everything,
}

impl Quirk for UnknownToken {
    const CARD: Card = Card {
        id: "unknown-token",
        title: "a token that does not exist",
        rule: "A token that this project space did not issue in this life is answered 404 with a \
               text that names it. Until 2013-07-13 it was a server error.",
        source: "facts B.1",
        why: "A client that lost its token, or kept a carriage return with it, never gets on; one \
               that retries a 500 retries for ever.",
        choices: &[
            ("not-found", "404 with a text that names it"),
            ("server-error", "500 with an HTML page, as until 2013-07-13"),
            ("everything", "as if no token had been given"),
        ],
    };
    const ALL: &'static [Self] = &[Self::NotFound, Self::ServerError, Self::Everything];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::NotFound,
        }
    }
}
