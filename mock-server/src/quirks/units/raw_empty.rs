//! `raw-empty`

use crate::quirks::{Card, Profile, Quirk};

/// What a raw download without data is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawEmpty {
    /// 302 to the listing page.
    Redirect,
    /// 200 with an empty zip.
    EmptyZip,
}

impl Quirk for RawEmpty {
    const CARD: Card = Card {
        id: "raw-empty",
        title: "a raw download without data",
        rule: "Where there is nothing to export the page promises a 302. The old server \
               answered a raw request with an empty zip of 22 bytes.",
        source: "page: Form Data Export; facts C.1",
        why: "A zip without entries is taken for damage.",
        choices: &[
            ("redirect", "302 to the listing page"),
            ("empty-zip", "200 with an empty zip"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Redirect, Self::EmptyZip];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Redirect,
            Profile::Hq2013 | Profile::Hq2015 => Self::EmptyZip,
        }
    }
}
