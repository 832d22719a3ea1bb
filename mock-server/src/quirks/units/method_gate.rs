//! `method-gate`

use crate::quirks::{Card, Profile, Quirk};

/// Which methods exports answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodGate {
    /// 405 for all but GET.
    GetOnly,
    /// 405, but custom exports take any method.
    CustomAny,
    /// HEAD is answered as GET, without the body.
    HeadToo,
}

impl Quirk for MethodGate {
    const CARD: Card = Card {
        id: "method-gate",
        title: "methods other than GET",
        rule: "Exports answer GET only, and HEAD is refused like any other method: 405 with \
               Allow: GET. The login comes first, so without credentials even HEAD is challenged. \
               From 2014-06-18 custom exports, and those made in the background, took any method, \
               the parameters of a POST from its body.",
        source: "facts A, B.3",
        why: "Programs that ask with HEAD first, to learn a size or to see whether an address is \
               good, conclude that it is not.",
        choices: &[
            ("get-only", "405 for all but GET"),
            ("custom-any", "405, but custom exports take any method"),
            ("head-too", "HEAD is answered as GET, without the body"),
        ],
    };
    const ALL: &'static [Self] = &[Self::GetOnly, Self::CustomAny, Self::HeadToo];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::GetOnly,
            Profile::Hq2015 => Self::CustomAny,
        }
    }
}
