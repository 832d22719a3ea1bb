//! `mobile-worker`

use crate::quirks::{Card, Profile, Quirk};

/// What a mobile worker with the right password meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MobileWorkers {
    /// 401 with a fresh challenge, for ever; 403 with a session.
    Challenged,
    /// 403 under digest too.
    Forbidden,
    /// Let in like a web user.
    Admitted,
}

impl Quirk for MobileWorkers {
    const CARD: Card = Card {
        id: "mobile-worker",
        title: "a mobile worker who asks for an export",
        rule: "Only web users may export. Under digest every refusal of the server becomes a new \
               challenge, so a mobile worker with the right password is challenged for ever; with \
               a session the answer is 403.",
        source: "page: Using with curl; facts G.1",
        why: "A client that answers every challenge never ends, and its user looks for a mistake \
               in the password.",
        choices: &[
            ("challenged", "401 with a fresh challenge, for ever; 403 with a session"),
            ("forbidden", "403 under digest too"),
            ("admitted", "let in like a web user"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Challenged, Self::Forbidden, Self::Admitted];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Challenged,
        }
    }
}
