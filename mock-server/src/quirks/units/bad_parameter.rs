//! `bad-parameter`

use crate::quirks::{Card, Profile, Quirk};

/// What a parameter value that makes no sense is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadParameter {
    /// 400 that names the parameter and the value.
    Refused,
    /// 500 with an HTML page.
    ServerError,
}

impl Quirk for BadParameter {
    const CARD: Card = Card {
        id: "bad-parameter",
        title: "a parameter value that makes no sense",
        rule: "include_errors takes True or False (and the spellings the old server took), \
               max_column_size a whole number. Anything else, the empty value included, is \
               refused.",
        source: "page: Form Data Export; facts B.1",
        why: "A server error page looks like a passing fault and is retried for ever, or is \
               stored as data.",
        choices: &[
            ("refused", "400 that names the parameter and the value"),
            ("server-error", "500 with an HTML page"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Refused, Self::ServerError];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Refused,
            Profile::Hq2013 | Profile::Hq2015 => Self::ServerError,
        }
    }
}
