//! `schema-memory`

use crate::quirks::{Card, Profile, Quirk};

/// Which submissions the columns of a form come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaMemory {
    /// Every submission, as soon as it arrives.
    Everything,
    /// What was received since the newest checkpoint, added when the next one is stored; a full
    /// download of what has no column is a 500.
    Checkpoints,
    /// The same, but a 400.
    CheckpointsOrRefused,
}

impl Quirk for SchemaMemory {
    const CARD: Card = Card {
        id: "schema-memory",
        title: "which submissions the columns come from",
        rule: "Columns never disappear: an increment has every column the form ever had. The \
               old server adds up columns only when a checkpoint is stored, from what was \
               received in the second of the newest one or later, so that a form that arrives \
               late with an older time adds none. If it has a question of its own, every full \
               download fails from then on.",
        source: "facts D",
        why: "Increments go on as if nothing were wrong, while the full download that a client \
               falls back on fails.",
        choices: &[
            ("everything", "every submission, as soon as it arrives"),
            ("checkpoints", "what was received since the newest checkpoint, added when the next one is stored; what has no column makes the download a 500"),
            ("checkpoints-or-refused", "the same, but a 400"),
        ],
    };
    const ALL: &'static [Self] = &[
        Self::Everything,
        Self::Checkpoints,
        Self::CheckpointsOrRefused,
    ];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Everything,
            Profile::Hq2013 => Self::Checkpoints,
            Profile::Hq2015 => Self::CheckpointsOrRefused,
        }
    }
}
