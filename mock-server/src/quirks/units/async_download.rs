//! `async-download`

use crate::quirks::{Card, Profile, Quirk};

/// What async=true does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsyncDownload {
    /// The download comes at once; explained in the journal.
    Ignored,
    /// 200, text/html, JSON with download_id and download_url.
    Background,
}

impl Quirk for AsyncDownload {
    const CARD: Card = Card {
        id: "async-download",
        title: "a download in the background",
        rule: "With async=true custom exports and case exports are made in the background: the \
               answer is a JSON object with an id and the address of a page that tells when the \
               file is there. That page wants a session, so that digest clients cannot go on from \
               it. The page does not know the parameter.",
        source: "facts A",
        why: "An address copied from the browser carries async=true, and the client stores a few \
               bytes of JSON as data.",
        choices: &[
            ("ignored", "the download comes at once; explained in the journal"),
            ("background", "200, text/html, JSON with download_id and download_url"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Ignored, Self::Background];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Ignored,
            Profile::Hq2013 | Profile::Hq2015 => Self::Background,
        }
    }
}
