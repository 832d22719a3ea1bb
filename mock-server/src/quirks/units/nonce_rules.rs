//! `nonce-rules`

use crate::quirks::{Card, Profile, Quirk};

/// How often a nonce may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceRules {
    /// The count must rise with each use.
    Counted,
    /// Each nonce is good for one request.
    Once,
    /// Neither count nor age is looked at.
    Unchecked,
}

impl Quirk for NonceRules {
    const CARD: Card = Card {
        id: "nonce-rules",
        title: "how often a nonce may be used",
        rule: "A nonce must come into use within 300 seconds. Its first use binds it to the user; \
               each later one needs a higher count, and no time limit holds any more. Of each \
               user the 32 used last are remembered.",
        source: "facts G.3",
        why: "A client that repeats its count, or computes its header once for all requests, is \
               refused from the second request on.",
        choices: &[
            ("counted", "the count must rise with each use"),
            ("once", "each nonce is good for one request"),
            ("unchecked", "neither count nor age is looked at"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Counted, Self::Once, Self::Unchecked];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Counted,
        }
    }
}
