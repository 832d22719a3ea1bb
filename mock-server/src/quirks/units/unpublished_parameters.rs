//! `unpublished-parameters`

use crate::quirks::{Card, Profile, Quirk};

/// What becomes of parameters that the page does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpublishedParameters {
    /// Ignored, explained in the journal.
    Ignored,
    /// Heeded as the old server did.
    Heeded,
}

impl Quirk for UnpublishedParameters {
    const CARD: Card = Card {
        id: "unpublished-parameters",
        title: "parameters that the page does not name",
        rule: "The old server also takes separator (joins the parts of headers and ids), next \
               (where a 302 leads), use_cache (looked at, without effect), and startdate and \
               enddate (refused with 400 unless they are dates, then without effect).",
        source: "facts B.1",
        why: "A client that sends a date expects a filter, and gets everything.",
        choices: &[
            ("ignored", "ignored, explained in the journal"),
            ("heeded", "heeded as the old server did"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Ignored, Self::Heeded];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Ignored,
            Profile::Hq2013 | Profile::Hq2015 => Self::Heeded,
        }
    }
}
