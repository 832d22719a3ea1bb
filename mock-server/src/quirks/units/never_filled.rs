//! `never-filled`

use crate::quirks::{Card, Profile, Quirk};

/// How a question nobody ever answered is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeverFilled {
    /// Empty in csv, xlsx, xls and html; null in json.
    Empty,
    /// The word None in xlsx, xls and html.
    Word,
    /// Empty in xlsx, the word None in xls and html.
    EmptyInXlsx,
}

impl Quirk for NeverFilled {
    const CARD: Card = Card {
        id: "never-filled",
        title: "a question nobody ever answered",
        rule: "A column that never had a value is null. The page says nothing of it; the old \
               server printed the word None in workbooks and pages, and left xlsx cells empty \
               from 2015-03-18.",
        source: "facts E.4",
        why: "The word None is taken for an answer.",
        choices: &[
            ("empty", "empty in csv, xlsx, xls and html; null in json"),
            ("word", "the word None in xlsx, xls and html"),
            ("empty-in-xlsx", "empty in xlsx, the word None in xls and html"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Empty, Self::Word, Self::EmptyInXlsx];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Empty,
            Profile::Hq2013 => Self::Word,
            Profile::Hq2015 => Self::EmptyInXlsx,
        }
    }
}
