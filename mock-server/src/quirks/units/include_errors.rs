//! `include-errors`

use crate::quirks::{Card, Profile, Quirk};

/// Which words include_errors takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncludeErrors {
    /// True, t, yes, y, 1 and their opposites, in any letter case.
    Spellings,
    /// True or False, letter by letter.
    Exact,
}

impl Quirk for IncludeErrors {
    const CARD: Card = Card {
        id: "include-errors",
        title: "the spellings of include_errors",
        rule: "The page names True and False. The old server also took t, yes, y, 1 and f, no, n, \
               0, in any letter case and with blanks around. Submissions that could not be parsed \
               belong to no form and are never rows.",
        source: "page: Form Data Export; facts B.1, H",
        why: "A client that works with true here fails with a server that takes the page at its \
               word.",
        choices: &[
            ("spellings", "True, t, yes, y, 1 and their opposites, in any letter case"),
            ("exact", "True or False, letter by letter"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Spellings, Self::Exact];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Spellings,
        }
    }
}
