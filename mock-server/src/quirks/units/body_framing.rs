//! `body-framing`

use crate::quirks::{Card, Profile, Quirk};

/// How the end of a download is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFraming {
    /// By its length.
    Length,
    /// In chunks.
    Chunked,
    /// By the close of the connection.
    Close,
}

impl Quirk for BodyFraming {
    const CARD: Card = Card {
        id: "body-framing",
        title: "how the end of a download is told",
        rule: "The server told the length of every download. Proxies between it and a client may send the \
               same bytes in chunks, or end them with the connection.",
        source: "facts C.3; RFC 9112, 6 and 7.1",
        why: "Clients insist on a Content-Length, or take a body without one for whole wherever it ends.",
        choices: &[
            ("length", "Content-Length, as observed"),
            ("chunked", "in chunks, without a length"),
            ("close", "by the close of the connection, without a length"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Length, Self::Chunked, Self::Close];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Length,
        }
    }
}
