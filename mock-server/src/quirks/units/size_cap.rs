//! `size-cap`

use crate::quirks::{Card, Profile, Quirk};

/// What becomes of an export larger than the cap of its project space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeCap {
    /// The body ends at the cap, its length still promised.
    Cut,
    /// The connection is torn down at the cap.
    Reset,
    /// 502 with a page.
    BadGateway,
    /// 504 with a page.
    GatewayTimeout,
    /// The whole body, slowly.
    Slow,
    /// No cap.
    None,
}

impl Quirk for SizeCap {
    const CARD: Card = Card {
        id: "size-cap",
        title: "an export larger than 10 MB",
        rule: "Exports of more than 10,485,760 bytes may not download; the page sends their users to \
               the Data Export Tool. It names no status, so what happens is chosen here, and the cap \
               can be lowered for a test (`size-cap` of a space). A body of exactly the cap passes; \
               Range is ignored as ever. No sign of a cap was found in the server itself.",
        source: "page: Note; facts I",
        why: "A short body is kept as if it were whole, its token is used, or the page of a gateway is \
               stored as data.",
        choices: &[
            ("cut", "the head promises all, the body ends at the cap and the connection closes"),
            ("reset", "the connection is torn down (RST) at the cap"),
            ("bad-gateway", "502 with an HTML page"),
            ("gateway-timeout", "504 with an HTML page"),
            ("slow", "the whole body, in 40 pieces over 10 seconds"),
            ("none", "no cap"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Cut, Self::Reset, Self::BadGateway, Self::GatewayTimeout, Self::Slow, Self::None];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Cut,
            Profile::Hq2013 | Profile::Hq2015 => Self::None,
        }
    }
}
