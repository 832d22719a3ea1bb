//! `unquoted-tag`

use crate::quirks::{Card, Profile, Quirk};

/// What a tag that is no JSON is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnquotedTag {
    /// 400 with an empty body.
    Refused,
    /// Taken for the xmlns as it stands, as until 2011-04-04.
    Taken,
}

impl Quirk for UnquotedTag {
    const CARD: Card = Card {
        id: "unquoted-tag",
        title: "a tag without its quotes",
        rule: "export_tag is a JSON string, double quotes included; what is no JSON is refused. \
               Until 2011-04-04 the tag was the bare xmlns.",
        source: "page: Form Data Export; facts B.1",
        why: "The quotes get lost in a shell or in a library that builds addresses, and the 400 \
               says nothing.",
        choices: &[
            ("refused", "400 with an empty body"),
            ("taken", "taken for the xmlns as it stands, as until 2011-04-04"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::Taken];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Refused,
        }
    }
}
