//! `xlsx-cells`

use crate::quirks::{Card, Profile, Quirk};

/// What kind of cells an xlsx workbook has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XlsxCells {
    /// Text, never a formula.
    Text,
    /// Text, but one that begins with = is a formula.
    Formulas,
    /// Numbers and truth values made by the server are such.
    Typed,
}

impl Quirk for XlsxCells {
    const CARD: Card = Card {
        id: "xlsx-cells",
        title: "what kind of cells an xlsx workbook has",
        rule: "Every cell is text, ids and numbers too. The old server turned a text that \
               begins with an equals sign into a formula; from 2015-09-02 it wrote numbers and \
               truth values as such.",
        source: "facts E.5",
        why: "An answer such as =1+1 shows up as 2, or a program that reads formulas sees \
               nothing.",
        choices: &[
            ("text", "text, never a formula"),
            ("formulas", "text, but one that begins with = is a formula"),
            ("typed", "numbers and truth values made by the server are such"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Text, Self::Formulas, Self::Typed];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Text,
            Profile::Hq2013 => Self::Formulas,
            Profile::Hq2015 => Self::Typed,
        }
    }
}
