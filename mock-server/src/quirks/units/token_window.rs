//! `token-window`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions a token leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenWindow {
    /// What had arrived when the token's answer was cut.
    Arrival,
    /// What was received before the second of the token.
    ReceivedOn,
}

impl Quirk for TokenWindow {
    const CARD: Card = Card {
        id: "token-window",
        title: "what a token leaves out",
        rule: "A token stands for an answer that was sent; the next one holds what came later. \
               The old server compares received_on with the whole second of the token, so what \
               was received in that second comes again. What arrives late with an older time is \
               another matter: late-document.",
        source: "page: Form Data Export; facts D",
        why: "Clients that only append store a form twice.",
        choices: &[
            ("arrival", "what had arrived when the token's answer was cut"),
            ("received-on", "what was received before the second of the token"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Arrival, Self::ReceivedOn];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Arrival,
            Profile::Hq2013 | Profile::Hq2015 => Self::ReceivedOn,
        }
    }
}
