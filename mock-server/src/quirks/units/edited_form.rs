//! `edited-form`

use crate::quirks::{Card, Profile, Quirk};

/// What becomes of a form that is submitted again with other answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditedForm {
    /// The new version is received now and comes with the next increment.
    ComesAgain,
    /// The new version takes the place and the time of the old one, and no increment brings it.
    InPlace,
}

impl Quirk for EditedForm {
    const CARD: Card = Card {
        id: "edited-form",
        title: "a form that was edited",
        rule: "A submission under a known instanceID with other answers is an edit. The new \
               version keeps the id and is received now, so that it comes again with the next \
               increment; the old one becomes XFormDeprecated under a new id, with its old time.",
        source: "facts D, H",
        why: "A client that appends what is new keeps both versions, unless it replaces by id.",
        choices: &[
            ("comes-again", "the new version is received now and comes with the next increment"),
            ("in-place", "the new version takes the place and the time of the old one, and no increment brings it"),
        ],
    };
    const ALL: &'static [Self] = &[Self::ComesAgain, Self::InPlace];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::ComesAgain,
        }
    }
}
