//! `foreign-token`

use crate::quirks::{Card, Profile, Quirk};

/// What a token of another export is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignToken {
    /// 400: the token belongs to another export.
    Refused,
    /// The documents of the token's own form, or 302 if it has no new ones.
    TokensDocuments,
}

impl Quirk for ForeignToken {
    const CARD: Card = Card {
        id: "foreign-token",
        title: "a token of another export",
        rule: "A token belongs to the form it was issued for. The old server ignores the tag of \
               the request for the choice of documents and takes that of the token.",
        source: "facts D",
        why: "A client that mixes up its tokens silently receives the rows of another form.",
        choices: &[
            ("refused", "400: the token belongs to another export"),
            ("tokens-documents", "the documents of the token's own form, or 302 if it has no new ones"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::TokensDocuments];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Refused,
            Profile::Hq2013 | Profile::Hq2015 => Self::TokensDocuments,
        }
    }
}
