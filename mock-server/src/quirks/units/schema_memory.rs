//! `schema-memory`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions the columns of a form come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaMemory {
    /// Every submission, as soon as it arrives.
    Everything,
    /// What was received since the newest checkpoint, added when the next one is stored.
    Checkpoints,
}

impl Quirk for SchemaMemory {
    const CARD: Card = Card {
        id: "schema-memory",
        title: "which submissions the columns come from",
        rule: "Columns never disappear: an increment has every column the form ever had. The \
               old server adds up columns only when a checkpoint is stored, from what was \
               received in the second of the newest one or later, so that a form that arrives \
               late with an older time adds none.",
        source: "facts D",
        why: "A later full download has columns, or lacks columns, that an earlier one did \
               not.",
        choices: &[
            ("everything", "every submission, as soon as it arrives"),
            ("checkpoints", "what was received since the newest checkpoint, added when the next one is stored"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Everything, Self::Checkpoints];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Everything,
            Profile::Hq2013 | Profile::Hq2015 => Self::Checkpoints,
        }
    }
}
