//! `csv-bom`

use crate::quirks::{Card, Profile, Quirk};

/// Whether csv files begin with a UTF-8 mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvBom {
    /// No mark.
    None,
    /// The mark at the start of every entry.
    Utf8,
}

impl Quirk for CsvBom {
    const CARD: Card = Card {
        id: "csv-bom",
        title: "a UTF-8 mark before each csv file",
        rule: "From 2015-05-29 every csv file in the zip begins with the three bytes of a UTF-8 \
               mark.",
        source: "facts E.5",
        why: "The mark becomes part of the first column's name, and the column `id` is not \
               found.",
        choices: &[
            ("none", "no mark"),
            ("utf-8", "the mark at the start of every entry"),
        ],
    };
    const ALL: &'static [Self] = &[Self::None, Self::Utf8];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::None,
            Profile::Hq2015 => Self::Utf8,
        }
    }
}
