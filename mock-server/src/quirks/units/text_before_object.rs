//! `text-before-object`

use crate::quirks::{Card, Profile, Quirk};

/// What becomes of a text answered before the question became a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextBeforeObject {
    /// The text stands in the column whose last segment is empty.
    Kept,
    /// The column is null until a later text form repairs the schema.
    Lost,
}

impl Quirk for TextBeforeObject {
    const CARD: Card = Card {
        id: "text-before-object",
        title: "a text answered before the question became a group",
        rule: "Where one form version has a text and a later one a group of the same name, the text \
               belongs in a column whose last path segment is empty. The original engine loses it \
               when the text form was seen first, until another text form comes.",
        source: "facts E.4",
        why: "Answers given to the older version of a form vanish from the export, without a word.",
        choices: &[
            ("kept", "the text is never lost"),
            ("lost", "as the original: null until a later text form repairs it"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Kept, Self::Lost];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Kept,
            Profile::Hq2013 | Profile::Hq2015 => Self::Lost,
        }
    }
}
