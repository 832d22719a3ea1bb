//! `token-window`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions a token leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenWindow {
    /// What arrived after the token's answer was cut, whatever its received_on says.
    Arrival,
    /// Received_on at or after the token's time, cut to whole seconds.
    ReceivedOn,
}

impl Quirk for TokenWindow {
    const CARD: Card = Card {
        id: "token-window",
        title: "what a token leaves out",
        rule: "A token stands for an answer that was sent; the next one holds what came later. \
               The old server compares whole seconds of received_on, so a form of the same \
               second comes again, and a form that arrives late with an older time never comes.",
        source: "page: Form Data Export; facts D",
        why: "Clients that only append store a form twice; clients that trust the token never \
               see a backdated form.",
        choices: &[
            ("arrival", "what arrived after the token's answer was cut, whatever its received_on says"),
            ("received-on", "received_on at or after the token's time, cut to whole seconds"),
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
