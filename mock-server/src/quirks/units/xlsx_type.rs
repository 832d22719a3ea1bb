//! `xlsx-type`

use crate::quirks::{Card, Profile, Quirk};

/// The content type of an xlsx export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XlsxType {
    /// Application/vnd.ms-excel.
    AsXls,
    /// Application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.
    Registered,
}

impl Quirk for XlsxType {
    const CARD: Card = Card {
        id: "xlsx-type",
        title: "the content type of an xlsx export",
        rule: "A workbook of either kind has the type of the old one, application/vnd.ms-excel.",
        source: "facts C.3",
        why: "A client that goes by the type reads an xlsx file as xls and finds it damaged.",
        choices: &[
            ("as-xls", "application/vnd.ms-excel"),
            ("registered", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ],
    };
    const ALL: &'static [Self] = &[Self::AsXls, Self::Registered];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::AsXls,
        }
    }
}
