//! `user-name-case`

use crate::quirks::{Card, Profile, Quirk};

/// Whether letter case counts in a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserNameCase {
    /// As stored, or that in lower case.
    AsStored,
    /// Any letter case.
    Any,
}

impl Quirk for UserNameCase {
    const CARD: Card = Card {
        id: "user-name-case",
        title: "the letter case of the user name",
        rule: "Digests are stored for the user name as it is and in lower case, so another \
               spelling is refused, though the login page takes it.",
        source: "facts G.3",
        why: "A name that logs in on the web, with a capital letter, is refused by digest.",
        choices: &[
            ("as-stored", "as stored, or that in lower case"),
            ("any", "any letter case"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AsStored, Self::Any];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::AsStored,
        }
    }
}
