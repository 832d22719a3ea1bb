//! Witnesses: values that are unique in a world, findable as plain text, and say where they belong.
//!
//! A witness is twelve characters, four small letters and then letters or digits, so that no program
//! takes it for a number, a date or a formula. It is the number of its place (document, row,
//! question), stirred with the seed by a reversible mixing; so two places never share one, and a
//! witness found anywhere tells its place.

use super::dice::{Dice, Purpose};

/// Characters of a witness.
pub const LENGTH: usize = 12;
/// Documents that can be told apart.
pub const MAX_DOCUMENTS: u64 = 1 << DOCUMENT_BITS;
/// Rows that can be told apart within a document.
pub const MAX_ROWS: u64 = 1 << ROW_BITS;
/// Questions that can be told apart within a form.
pub const MAX_COLUMNS: u32 = 1 << COLUMN_BITS;

const DOCUMENT_BITS: u32 = 28;
const ROW_BITS: u32 = 16;
const COLUMN_BITS: u32 = 14;
const HALF_BITS: u32 = (DOCUMENT_BITS + ROW_BITS + COLUMN_BITS) / 2;
const HALF: u64 = (1 << HALF_BITS) - 1;
const LETTERS: usize = 4;

/// Where a witness belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Number of the content: the forms of a world from 0 in order of arrival, a duplicate sharing
    /// its original's.
    pub document: u32,
    /// Row of the document: 0 is the form itself, then every repetition in document order.
    pub row: u32,
    /// Question of the form, counted from 0 through all versions in the order of the shape; groups
    /// and repeats are not counted, what is within them is.
    pub column: u32,
}

/// The witnesses of one seed.
#[derive(Clone, Debug)]
pub struct Witnesses {
    keys: [u64; 4],
}

impl Witnesses {
    /// The witnesses of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, Purpose::Witness, [0, 0]);
        Self {
            keys: std::array::from_fn(|_| dice.word()),
        }
    }

    /// The witness of a place; `None` if the place is beyond what can be told apart.
    ///
    /// ```
    /// use fakehq::world::generate::witness::{Place, Witnesses};
    /// let witnesses = Witnesses::new(1);
    /// let place = Place { document: 3, row: 0, column: 7 };
    /// let witness = witnesses.at(place).unwrap();
    /// assert_eq!(witness.len(), 12);
    /// assert_eq!(witnesses.place_of(&witness), Some(place));
    /// ```
    #[must_use]
    pub fn at(&self, place: Place) -> Option<String> {
        let fits = u64::from(place.document) < MAX_DOCUMENTS
            && u64::from(place.row) < MAX_ROWS
            && place.column < MAX_COLUMNS;
        if !fits {
            return None;
        }
        let number = (u64::from(place.document) << ROW_BITS | u64::from(place.row)) << COLUMN_BITS
            | u64::from(place.column);
        Some(spell(self.stir(number)))
    }

    /// The place a text is the witness of. Other texts give `None`, four out of five of those that
    /// look like a witness too; the rest name a document no world of this size has.
    #[must_use]
    pub fn place_of(&self, text: &str) -> Option<Place> {
        let number = self.unstir(unspell(text)?);
        let part = |shift: u32, bits: u32| u32::try_from(number >> shift & ((1 << bits) - 1)).ok();
        Some(Place {
            document: part(ROW_BITS + COLUMN_BITS, DOCUMENT_BITS)?,
            row: part(COLUMN_BITS, ROW_BITS)?,
            column: part(0, COLUMN_BITS)?,
        })
    }

    /// A Feistel network: each round mixes one half into the other, which can be undone.
    fn stir(&self, number: u64) -> u64 {
        let (left, right) = self.keys.iter().fold(
            (number >> HALF_BITS, number & HALF),
            |(left, right), key| (right, left ^ mix(right, *key)),
        );
        left << HALF_BITS | right
    }

    fn unstir(&self, number: u64) -> u64 {
        let (left, right) = self.keys.iter().rev().fold(
            (number >> HALF_BITS, number & HALF),
            |(left, right), key| (right ^ mix(left, *key), left),
        );
        left << HALF_BITS | right
    }
}

fn mix(half: u64, key: u64) -> u64 {
    let product = u128::from(half ^ key) * 0x9e37_79b9_7f4a_7c15;
    u64::try_from(product >> 32 & u128::from(HALF)).unwrap_or(0)
}

const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

fn spell(mut number: u64) -> String {
    let mut text = [0; LENGTH];
    for place in (0..LENGTH).rev() {
        let base = if place < LETTERS { 26 } else { 36 };
        text[place] = DIGITS[usize::try_from(number % base).unwrap_or(0)];
        number /= base;
    }
    text.iter().copied().map(char::from).collect()
}

fn unspell(text: &str) -> Option<u64> {
    if text.len() != LENGTH {
        return None;
    }
    let number = text
        .bytes()
        .enumerate()
        .try_fold(0, |number, (place, byte)| {
            let digit = match byte {
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' if place >= LETTERS => byte - b'0' + 26,
                _ => return None,
            };
            Some(number * if place < LETTERS { 26 } else { 36 } + u64::from(digit))
        })?;
    (number >> (2 * HALF_BITS) == 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_place_has_its_own(seed: u64, document in 0..1u32 << 28, row in 0..1u32 << 16, column in 0..1u32 << 14) {
            let witnesses = Witnesses::new(seed);
            let place = Place { document, row, column };
            let text = witnesses.at(place).unwrap();
            prop_assert!(text.bytes().take(4).all(|b| b.is_ascii_lowercase()));
            prop_assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            // A way back that is right everywhere means that no two places share a witness.
            prop_assert_eq!(witnesses.place_of(&text), Some(place));
        }

        #[test]
        fn any_text_may_be_asked(text in ".{0,14}") {
            let _ = Witnesses::new(1).place_of(&text);
        }
    }

    #[test]
    fn witnesses_never_change() {
        let at = |document, row, column| {
            Witnesses::new(1).at(Place {
                document,
                row,
                column,
            })
        };
        assert_eq!(at(0, 0, 0).as_deref(), Some("cauh6cxkcwkg"));
        assert_eq!(at(0, 0, 1).as_deref(), Some("aknwocrg7cbr"));
        assert_eq!(at(1, 0, 0).as_deref(), Some("aqjuoile7dqj"));
        assert_eq!(at(1, 2, 3).as_deref(), Some("cgghug2ra552"));
        assert_eq!(at(1 << 28, 0, 0), None);
    }

    #[test]
    fn strangers_are_not_taken_for_witnesses() {
        let strangers = [
            "",
            "abcd1234567",
            "1bcdefghijkl",
            "ABCDEFGHIJKL",
            "zzzz99999999",
            "abcdéfghijk",
        ];
        for text in strangers {
            assert_eq!(Witnesses::new(1).place_of(text), None, "{text}");
        }
    }
}
