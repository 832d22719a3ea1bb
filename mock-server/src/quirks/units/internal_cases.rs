//! `internal-cases`

use crate::quirks::{Card, Profile, Quirk};

/// Whether there is a case export without the plan check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InternalCases {
    /// 404.
    Absent,
    /// The case export, on any plan.
    Present,
}

impl Quirk for InternalCases {
    const CARD: Card = Card {
        id: "internal-cases",
        title: "a case export that knows no plan",
        rule: "Together with the plan check, from 2015-11-06, the case export got a second \
               address, reports/download/internal/cases/, which is the same without that check.",
        source: "facts A",
        why: "A client that used it works below the Standard plan, and nowhere else.",
        choices: &[
            ("absent", "404"),
            ("present", "the case export, on any plan"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Absent, Self::Present];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Absent,
            Profile::Hq2015 => Self::Present,
        }
    }
}
