//! `custom-export-window`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions a custom export of a form looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomExportWindow {
    /// All of them; startdate, enddate and app_id are ignored.
    AllData,
    /// Those from startdate to enddate; without either the last seven full days. A startdate alone
    /// leaves nothing, an enddate alone is an upper bound.
    LastSevenDays,
    /// As before, but one date alone is no filter at all.
    LastSevenDaysOrBoth,
}

impl Quirk for CustomExportWindow {
    const CARD: Card = Card {
        id: "custom-export-window",
        title: "the days a custom export looks at",
        rule: "The page promises all data. The old server filters by the day of received_on, \
               from startdate to enddate, and without these takes the last seven full days, the \
               latest of them yesterday.",
        source: "page: Form Data Export; facts B.3",
        why: "A program that runs once a month loses three weeks of data, and nothing says so.",
        choices: &[
            ("all-data", "everything; startdate, enddate and app_id are ignored"),
            ("last-seven-days", "from startdate to enddate, else the last seven full days; a startdate alone leaves nothing"),
            ("last-seven-days-or-both", "from startdate to enddate, else the last seven full days; one date alone is no filter"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AllData, Self::LastSevenDays, Self::LastSevenDaysOrBoth];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::AllData,
            Profile::Hq2013 => Self::LastSevenDays,
            Profile::Hq2015 => Self::LastSevenDaysOrBoth,
        }
    }
}
