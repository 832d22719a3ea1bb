//! Witnesses: texts of 12 characters, letters first, no two equal in any world of the kit, so that a
//! row is recognised wherever and however a client keeps it.

/// The length of a witness.
pub const LENGTH: usize = 12;

/// No document has more answers than this.
const PER_DOCUMENT: u64 = 1 << 10;

/// The witnesses of one document, in order.
#[derive(Clone, Debug)]
pub struct Witnesses(u64);

impl Witnesses {
    /// Those of the document of a number.
    #[must_use]
    pub fn of(number: usize) -> Self {
        Self(number as u64 * PER_DOCUMENT)
    }

    /// The next one.
    pub fn take(&mut self) -> String {
        self.0 += 1;
        witness(self.0 - 1)
    }
}

/// The text of a number: as many texts as numbers below 26^4 * 10^8, no two alike.
fn witness(number: u64) -> String {
    const LETTERS: u64 = 26 * 26 * 26 * 26;
    const ALL: u64 = LETTERS * 100_000_000;
    // Odd and no multiple of 5 or 13, so that it takes every number to another one.
    let mixed = number.wrapping_mul(7_368_787) % ALL;
    let mut letters = mixed % LETTERS;
    let mut text = String::new();
    for _ in 0..4 {
        text.push(char::from(b'a' + (letters % 26) as u8));
        letters /= 26;
    }
    format!("{text}{:08}", mixed / LETTERS)
}

/// Whether a text is a witness of some document.
#[must_use]
pub fn is_witness(text: &str) -> bool {
    looks_like_one(text.as_bytes())
}

fn looks_like_one(bytes: &[u8]) -> bool {
    bytes.len() == LENGTH
        && bytes[..4].iter().all(u8::is_ascii_lowercase)
        && bytes[4..].iter().all(u8::is_ascii_digit)
}

/// Every witness in a text, wherever it stands.
pub fn within(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + LENGTH <= bytes.len() {
            // The last sign decides most often: digits are rarer than letters.
            let here = at;
            if looks_like_one(&bytes[here..here + LENGTH]) {
                at += LENGTH;
                return text.get(here..here + LENGTH);
            }
            at += 1;
        }
        None
    })
}

/// Whether a text tells rows of these worlds apart: a witness, or a word of the table of tags, which
/// has a row for each part of a form's tag.
#[must_use]
pub fn is_data(text: &str) -> bool {
    let text = text.trim();
    is_witness(text) || matches!(text, "domain" | "xmlns")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_witnesses_are_alike_and_none_holds_another() {
        let texts: BTreeSet<_> = (0..20_000).map(witness).collect();
        assert_eq!(texts.len(), 20_000);
        for text in texts {
            assert!(is_witness(&text), "{text}");
        }
    }

    #[test]
    fn witnesses_are_found_in_any_text() {
        let [one, two] = [witness(1), witness(2)];
        let text = format!("é,{one}{two};\"{one}\"x{two}");
        let found: Vec<_> = within(&text).collect();
        assert_eq!(found, [&one, &two, &one, &two]);
        assert_eq!(within("abcd1234567").count(), 0);
    }
}
