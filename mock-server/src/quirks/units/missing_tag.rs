//! `missing-tag`

use crate::quirks::{Card, Profile, Quirk};

/// What a form export without a tag is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingTag {
    /// 302, as for a form without data.
    NoData,
    /// What is filed under no form: 302, or header rows once a submission could not be parsed.
    NullTag,
    /// 400 that names the parameter.
    Refused,
}

impl Quirk for MissingTag {
    const CARD: Card = Card {
        id: "missing-tag",
        title: "a form export without a tag",
        rule: "Without export_tag, or with null in its place, no form is named. The old server \
               looks for what is filed under no form; once there is a submission it could not \
               parse, the answer is header rows and a token.",
        source: "facts B.1, H",
        why: "A client whose tag got lost is told that there is nothing new.",
        choices: &[
            ("no-data", "302, as for a form without data"),
            ("null-tag", "what is filed under no form: 302, or header rows once a submission could not be parsed"),
            ("refused", "400 that names the parameter"),
        ],
    };
    const ALL: &'static [Self] = &[Self::NoData, Self::NullTag, Self::Refused];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::NoData,
            Profile::Hq2013 | Profile::Hq2015 => Self::NullTag,
        }
    }
}
