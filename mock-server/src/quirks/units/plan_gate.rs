//! `plan-gate`

use crate::quirks::{Card, Profile, Quirk};

/// Whether a plan below Standard is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanGate {
    /// 401 JSON below Standard, before authentication.
    Enforced,
    /// Every plan may export.
    Absent,
}

impl Quirk for PlanGate {
    const CARD: Card = Card {
        id: "plan-gate",
        title: "a plan without API access",
        rule: "The API is for projects with a Standard plan or higher. Below it every export is \
               answered 401 with a JSON message and no challenge, before authentication.",
        source: "page: Note; facts G.4",
        why: "A 401 without a challenge is taken for a wrong password, or the JSON is stored \
               as data.",
        choices: &[
            ("enforced", "401 JSON below Standard, before authentication"),
            ("absent", "every plan may export"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Enforced, Self::Absent];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2015 => Self::Enforced,
            Profile::Hq2013 => Self::Absent,
        }
    }
}
