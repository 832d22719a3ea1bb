//! `user-filter`

use crate::quirks::{Card, Profile, Quirk};

/// Whose submissions are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserFilter {
    /// All submitters; ufilter is ignored.
    Everyone,
    /// Active registered mobile workers, unless ufilter says otherwise.
    MobileWorkers,
    /// Registered mobile workers, inactive ones too, unless ufilter says otherwise.
    MobileWorkersEver,
}

impl Quirk for UserFilter {
    const CARD: Card = Card {
        id: "user-filter",
        title: "whose submissions are exported",
        rule: "The page knows no filter by user. The old server silently exports only what \
               registered, active mobile workers sent; the parameter ufilter replaces that set. \
               Of cases it keeps those that one of them owns or changed last, and since 2015 \
               those that one of them or a case-sharing group owns.",
        source: "facts B.4, F",
        why: "Test submissions of a web user or demo user never arrive, and nothing says why.",
        choices: &[
            ("everyone", "all submitters; ufilter is ignored"),
            ("mobile-workers", "active registered mobile workers, unless ufilter says otherwise"),
            ("mobile-workers-ever", "registered mobile workers, inactive ones too, unless ufilter says otherwise"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Everyone, Self::MobileWorkers, Self::MobileWorkersEver];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Everyone,
            Profile::Hq2013 => Self::MobileWorkers,
            Profile::Hq2015 => Self::MobileWorkersEver,
        }
    }
}
