//! `unknown-parameter`

use crate::quirks::{Card, Profile, Quirk};

/// What a parameter that no export knows does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownParameter {
    /// Nothing; explained in the journal.
    Ignored,
    /// Nothing, but one called domain is a 500.
    Collides,
    /// 400 that names it.
    Refused,
}

impl Quirk for UnknownParameter {
    const CARD: Card = Card {
        id: "unknown-parameter",
        title: "a parameter that does not exist",
        rule: "A parameter that no export knows changes nothing; the journal says what may have \
               been meant. Until 2014-11-11 the old server handed every parameter on by name, and \
               one called domain collided with its own.",
        source: "facts B.1",
        why: "A misspelt parameter is a parameter not given: everything comes instead of what is \
               new.",
        choices: &[
            ("ignored", "nothing; explained in the journal"),
            ("collides", "nothing, but one called domain is a 500"),
            ("refused", "400 that names it"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Ignored, Self::Collides, Self::Refused];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2015 => Self::Ignored,
            Profile::Hq2013 => Self::Collides,
        }
    }
}
