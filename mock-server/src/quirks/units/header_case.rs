//! `header-case`

use crate::quirks::{Card, Profile, Quirk};

/// How the names of header fields are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderCase {
    /// As published.
    AsPublished,
    /// All in lower case.
    Lower,
    /// A capital after each hyphen.
    Title,
}

impl Quirk for HeaderCase {
    const CARD: Card = Card {
        id: "header-case",
        title: "the spelling of header names",
        rule: "The token comes in a field spelt X-CommCareHQ-Export-Token, letter by letter. Names mean the \
               same in any letter case, and proxies rewrite them.",
        source: "page: Using with curl; facts C.3; RFC 9110, 5.1",
        why: "Clients look for one spelling only, and miss the token behind a proxy.",
        choices: &[
            ("as-published", "as published: X-CommCareHQ-Export-Token"),
            ("lower", "all in lower case: x-commcarehq-export-token"),
            ("title", "a capital after each hyphen: X-Commcarehq-Export-Token"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AsPublished, Self::Lower, Self::Title];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::AsPublished,
        }
    }
}
