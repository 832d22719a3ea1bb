//! `extra-formats`

use crate::quirks::{Card, Profile, Quirk};

/// Whether the two formats that the page does not name exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraFormats {
    /// 400, as any other unknown format.
    Refused,
    /// Unzipped-csv and zipped-html are formats too.
    Offered,
}

impl Quirk for ExtraFormats {
    const CARD: Card = Card {
        id: "extra-formats",
        title: "formats that the page does not name",
        rule: "The page allows six formats and no other. From 2014-05-31 the server also knew \
               unzipped-csv, the main table as one csv file, and from 2015-03-09 zipped-html, a \
               zip of pages.",
        source: "page: Form Data Export; facts B.1, C.3",
        why: "A client that relies on them breaks on a server of another day.",
        choices: &[
            ("refused", "400, as any other unknown format"),
            ("offered", "unzipped-csv and zipped-html are formats too"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::Offered];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Refused,
            Profile::Hq2015 => Self::Offered,
        }
    }
}
