//! `listing-address`

use crate::quirks::{Card, Profile, Quirk};

/// Where a 302 without data leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingAddress {
    /// Data/excel_export_data/.
    Data,
    /// Reports/excel_export_data/, as until 2013-08-16.
    Reports,
}

impl Quirk for ListingAddress {
    const CARD: Card = Card {
        id: "listing-address",
        title: "the address of the listing page",
        rule: "The listing page stands at data/excel_export_data/, as the page says. Until \
               2013-08-16 it stood at reports/excel_export_data/, and a 302 led there. Both \
               addresses answer.",
        source: "page: Form Data Export; facts A, C.2",
        why: "Clients that know a download without data by the address of the redirect break when \
               it moves.",
        choices: &[
            ("data", "data/excel_export_data/"),
            ("reports", "reports/excel_export_data/, as until 2013-08-16"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Data, Self::Reports];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Data,
        }
    }
}
