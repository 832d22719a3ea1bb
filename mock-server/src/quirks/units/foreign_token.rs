//! `foreign-token`

use crate::quirks::{Card, Profile, Quirk};

/// What a token of another export is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignToken {
    /// 400: the token belongs to another export.
    Refused,
    /// The documents of the token's own form, 302 if it has no new ones, or 500 if they do not fit.
    TokensDocuments,
    /// The same, but 400 if they do not fit.
    TokensDocumentsOrRefused,
}

impl Quirk for ForeignToken {
    const CARD: Card = Card {
        id: "foreign-token",
        title: "a token of another export",
        rule: "A token belongs to the form it was issued for. The old server ignores the tag of \
               the request for the choice of documents and takes that of the token; where these do \
               not fit into the columns of the form asked for, the answer is an error.",
        source: "facts D",
        why: "A client that mixes up its tokens silently receives the rows of another form.",
        choices: &[
            ("refused", "400: the token belongs to another export"),
            ("tokens-documents", "the documents of the token's own form, 302 if it has no new ones, or 500 if they do not fit"),
            ("tokens-documents-or-refused", "the same, but 400 if they do not fit"),
        ],
    };
    const ALL: &'static [Self] = &[
        Self::Refused,
        Self::TokensDocuments,
        Self::TokensDocumentsOrRefused,
    ];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Refused,
            Profile::Hq2013 => Self::TokensDocuments,
            Profile::Hq2015 => Self::TokensDocumentsOrRefused,
        }
    }
}
