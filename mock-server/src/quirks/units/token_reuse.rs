//! `token-reuse`

use crate::quirks::{Card, Profile, Quirk};

/// How often a token can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenReuse {
    /// Any number of times.
    Unlimited,
    /// One answer with data uses it up; then it is unknown.
    Once,
}

impl Quirk for TokenReuse {
    const CARD: Card = Card {
        id: "token-reuse",
        title: "how often a token can be used",
        rule: "A token never expires, and may be used any number of times; each use gives a new \
               token of its own.",
        source: "facts D",
        why: "A client that asks again after a download that broke off needs the same token to \
               work once more.",
        choices: &[
            ("unlimited", "any number of times"),
            ("once", "one answer with data uses it up; then it is unknown"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Unlimited, Self::Once];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Unlimited,
        }
    }
}
