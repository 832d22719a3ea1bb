//! `case-tables`

use crate::quirks::{Card, Profile, Quirk};

/// Which tables a case export has, and what they are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseTables {
    /// `Case`, `Referral` and `User`, empty or not.
    Singular,
    /// `Cases` and `Users`; `Referrals` between them if there are any.
    Plural,
    /// `Cases` and `Users`, never a referral.
    WithoutReferrals,
}

impl Quirk for CaseTables {
    const CARD: Card = Card {
        id: "case-tables",
        title: "the tables of a case export",
        rule: "Cases, referrals and users come as three tables. In 2014 their names became \
               plural, and the referrals came only where there were any; in 2015 they went.",
        source: "page: Cases, Referrals, and Users Export; facts F",
        why: "Clients that open an entry of a fixed name, such as Case.csv, fail once it is \
              renamed or absent.",
        choices: &[
            ("singular", "Case, Referral and User, empty or not"),
            ("plural", "Cases and Users; Referrals between them if there are any"),
            ("without-referrals", "Cases and Users, never a referral"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Singular, Self::Plural, Self::WithoutReferrals];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Singular,
            Profile::Hq2015 => Self::WithoutReferrals,
        }
    }
}
