//! `row-order`

use crate::quirks::{Card, Profile, Quirk};

/// In which order rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// By received_on, then by id.
    ReceivedOn,
    /// By a hash of the id: the same in every run, and no order that means anything.
    Shuffled,
}

impl Quirk for RowOrder {
    const CARD: Card = Card {
        id: "row-order",
        title: "the order of rows",
        rule: "The old server took documents in the order of a hash of their ids, so rows came \
               in no order a client could rely on. Here they come by received_on, then by id, \
               unless told otherwise.",
        source: "facts E.2",
        why: "Clients stop at the first row they know, or take the last row for the newest.",
        choices: &[
            ("received-on", "by received_on, then by id"),
            ("shuffled", "by a hash of the id: the same in every run, and no order that means anything"),
        ],
    };
    const ALL: &'static [Self] = &[Self::ReceivedOn, Self::Shuffled];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::ReceivedOn,
        }
    }
}
