//! `stray-headers`

use crate::quirks::{Card, Profile, Quirk};

/// Which header fields every answer carries beside those that mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayHeaders {
    /// `Vary`, `Content-Language` and the misnamed version field.
    Few,
    /// Those, and three that forbid caching.
    NoCache,
}

impl Quirk for StrayHeaders {
    const CARD: Card = Card {
        id: "stray-headers",
        title: "header fields that every answer carries",
        rule: "Every answer says Vary: Accept-Language, Cookie, a Content-Language, and \
               HTTP_X_OPENROSA_VERSION: 1.0, under exactly that name with underscores. From the \
               end of 2015 it forbids caching too.",
        source: "facts C.3",
        why: "Some HTTP libraries and proxies drop or refuse a field with underscores in its name.",
        choices: &[
            ("few", "Vary, Content-Language and HTTP_X_OPENROSA_VERSION"),
            ("no-cache", "those, and Cache-Control, Pragma and Expires against caching"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Few, Self::NoCache];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Few,
            Profile::Hq2015 => Self::NoCache,
        }
    }
}
