//! `missing-slash`

use crate::quirks::{Card, Profile, Quirk};

/// What an address without its last slash is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingSlash {
    /// 301 to the address with the slash.
    Redirect,
    /// 404, as for any address that does not exist.
    NotFound,
}

impl Quirk for MissingSlash {
    const CARD: Card = Card {
        id: "missing-slash",
        title: "an address without its last slash",
        rule: "An address that lacks only its last slash is answered 301 to the right one, the \
               query unchanged, before any plan or login is looked at.",
        source: "facts A",
        why: "A client that computes its digest once fails behind the redirect, because uri names \
               the address before it.",
        choices: &[
            ("redirect", "301 to the address with the slash"),
            ("not-found", "404, as for any address that does not exist"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Redirect, Self::NotFound];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Redirect,
        }
    }
}
