//! `case-parameters`

use crate::quirks::{Card, Profile, Quirk};

/// How strictly the parameters of a case export are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseParameters {
    /// include_closed is true or false, format one of five; all else is a 400.
    Strict,
    /// include_closed is any JSON value, an empty format the default one; all else is a 500.
    Json,
}

impl Quirk for CaseParameters {
    const CARD: Card = Card {
        id: "case-parameters",
        title: "the parameters of a case export",
        rule: "include_closed is true or false, in lower case; format is any of the page's but \
               raw, here in any letter case. The old server takes include_closed as JSON and \
               asks whether the value counts as true.",
        source: "page: Cases, Referrals, and Users Export; facts B.5",
        why: "True with a capital is right for include_errors and wrong for include_closed; \
              clients that share one spelling meet an error page.",
        choices: &[
            ("strict", "include_closed is true or false, format one of five; all else is a 400"),
            ("json", "include_closed is any JSON value, an empty format the default one; what is no JSON is a 500"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Strict, Self::Json];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Strict,
            Profile::Hq2013 | Profile::Hq2015 => Self::Json,
        }
    }
}
