//! `table-order`

use crate::quirks::{Card, Profile, Quirk};

/// In which order the tables of an export come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableOrder {
    /// The main table first.
    MainFirst,
    /// By a hash of the names, the main table never first.
    Shuffled,
}

impl Quirk for TableOrder {
    const CARD: Card = Card {
        id: "table-order",
        title: "the order of tables, sheets and entries",
        rule: "The main table came first, then its repeats. A zip, a workbook and a JSON object name their \
               parts, and the page promises no order of them.",
        source: "facts E.5",
        why: "Clients take the first file for the main table, or the first three for cases, referrals and \
               users.",
        choices: &[
            ("main-first", "the main table, then the repeats as observed"),
            ("shuffled", "by a hash of the names, never the main table first: the same in every run"),
        ],
    };
    const ALL: &'static [Self] = &[Self::MainFirst, Self::Shuffled];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::MainFirst,
        }
    }
}
