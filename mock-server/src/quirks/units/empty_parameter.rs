//! `empty-parameter`

use crate::quirks::{Card, Profile, Quirk};

/// What a parameter without a value is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyParameter {
    /// 400 that names the parameter; an empty previous_export is no token.
    Refused,
    /// An empty token or tag is none, an empty format unknown, all else as bad-parameter says.
    AsObserved,
    /// As if the parameter were not there.
    Absent,
}

impl Quirk for EmptyParameter {
    const CARD: Card = Card {
        id: "empty-parameter",
        title: "a parameter that is there but empty",
        rule: "An empty previous_export is no token. Any other parameter of the page has values \
               of its own, and the empty one is none of them. The old server takes an empty \
               export_tag for none, names an empty format in a 400, and fails at the others.",
        source: "facts B.1",
        why: "A variable that was never set makes an empty parameter, and the client goes on with \
               what it gets.",
        choices: &[
            ("refused", "400 that names the parameter; an empty previous_export is no token"),
            ("as-observed", "an empty token or tag is none, an empty format unknown, all else as bad-parameter says"),
            ("absent", "as if the parameter were not there"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::AsObserved, Self::Absent];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Refused,
            Profile::Hq2013 | Profile::Hq2015 => Self::AsObserved,
        }
    }
}
