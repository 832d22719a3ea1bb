//! `permission`

use crate::quirks::{Card, Profile, Quirk};

/// What a web user who may not export meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// 401 with a fresh challenge, for ever; with a session 403 or 404.
    Challenged,
    /// 403 under digest too.
    Forbidden,
}

impl Quirk for Permission {
    const CARD: Card = Card {
        id: "permission",
        title: "a web user who may not export",
        rule: "A web user who is no member, or whose role does not show the export reports, is \
               refused. Under digest the refusal becomes a new challenge, for ever; with a \
               session it is 403, or 404 for whoever is no member.",
        source: "facts G.1",
        why: "The right password is refused again and again, with nothing to tell it from a wrong \
               one.",
        choices: &[
            ("challenged", "401 with a fresh challenge, for ever; with a session 403 or 404"),
            ("forbidden", "403 under digest too"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Challenged, Self::Forbidden];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Challenged,
        }
    }
}
