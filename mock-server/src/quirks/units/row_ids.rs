//! `row-ids`

use crate::quirks::{Card, Profile, Quirk};

/// Where the id column of the main table begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowIds {
    /// From 0 in every answer.
    Restart,
    /// An increment counts on from what had arrived at its token.
    CountOn,
}

impl Quirk for RowIds {
    const CARD: Card = Card {
        id: "row-ids",
        title: "the numbers in the id column",
        rule: "The column id of the main table counts the rows of this answer from 0, in each \
               increment again; the tables of repeats point to it.",
        source: "facts E.2",
        why: "A client that takes id for a key overwrites the rows of its last download.",
        choices: &[
            ("restart", "from 0 in every answer"),
            ("count-on", "an increment counts on from what had arrived at its token"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Restart, Self::CountOn];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Restart,
        }
    }
}
