//! `stored-export-login`

use crate::quirks::{Card, Profile, Quirk};

/// How one may log in for a stored export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredExportLogin {
    /// Digest or session.
    Digest,
    /// Basic credentials and API keys as well, and mobile workers.
    BasicToo,
}

impl Quirk for StoredExportLogin {
    const CARD: Card = Card {
        id: "stored-export-login",
        title: "logins for a stored export",
        rule: "The file of a stored export is given to a digest login or a session, like any \
               export. From 2015-10-01 it is also given to Basic credentials, from 2015-12-11 to API \
               keys, and then to mobile workers too. A wrong API key is a 401 without a challenge.",
        source: "facts A",
        why: "A client that sends Basic credentials or an API key works at this one address, and is challenged \
               at all others.",
        choices: &[
            ("digest", "digest or session"),
            (
                "basic-too",
                "Basic credentials and API keys as well, and mobile workers",
            ),
        ],
    };
    const ALL: &'static [Self] = &[Self::Digest, Self::BasicToo];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Digest,
            Profile::Hq2015 => Self::BasicToo,
        }
    }
}
