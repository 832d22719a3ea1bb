//! `clashing-names`

use crate::quirks::{Card, Profile, Quirk};

/// What happens when two tables get the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClashingNames {
    /// Names are made distinct at the end, ignoring letter case.
    Distinct,
    /// As the original: two zip entries of one name, and no xls at all.
    AsTheyFall,
}

impl Quirk for ClashingNames {
    const CARD: Card = Card {
        id: "clashing-names",
        title: "two tables of one name",
        rule: "Table names are cut and cleaned for zip entries and sheets. The old server made \
               them distinct before it cleaned them, so that two entries can share a name, and \
               xls fails.",
        source: "facts E.5",
        why: "Unpacking overwrites one table with another; a whole export answers 500.",
        choices: &[
            ("distinct", "names are made distinct at the end, ignoring letter case"),
            ("as-they-fall", "as the original: two zip entries of one name, and no xls at all"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Distinct, Self::AsTheyFall];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Distinct,
            Profile::Hq2013 | Profile::Hq2015 => Self::AsTheyFall,
        }
    }
}
