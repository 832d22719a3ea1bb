//! Each different text of a workbook once, in the order of first use.
//!
//! Looking texts up is what an export to xls costs most, so they lie one behind the other in a
//! single string, and a table of hashes leads to them.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use hashbrown::{HashTable, hash_table::Entry};

/// The texts and where to find them.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    /// Where each text ends; it begins where the one before ends.
    ends: Vec<usize>,
    places: HashTable<Place>,
    /// How many cells refer to a text.
    uses: u64,
}

#[derive(Clone, Copy)]
struct Place {
    hash: u64,
    index: u32,
}

/// More different texts than the format can count.
#[derive(Debug, thiserror::Error)]
#[error("an xls workbook holds at most 4,294,967,295 different texts; ask for csv or json")]
pub(super) struct TooMany;

impl SharedStrings {
    /// The index of a text. A text that is new must first pass `check`.
    pub(super) fn index<E: From<TooMany>>(
        &mut self,
        text: &str,
        check: impl FnOnce() -> Result<(), E>,
    ) -> Result<u32, E> {
        let hash = hash_of(text);
        let (all, ends) = (&self.text, &self.ends);
        let entry = self.places.entry(
            hash,
            |place| place.hash == hash && nth(all, ends, place.index as usize) == text,
            |place| place.hash,
        );
        let index = match entry {
            Entry::Occupied(entry) => entry.get().index,
            Entry::Vacant(entry) => {
                check()?;
                let index = u32::try_from(self.ends.len()).map_err(|_| TooMany)?;
                entry.insert(Place { hash, index });
                self.text.push_str(text);
                self.ends.push(self.text.len());
                index
            }
        };
        self.uses += 1;
        Ok(index)
    }

    /// How many cells refer to a text.
    pub(super) fn uses(&self) -> u64 {
        self.uses
    }

    /// How many different texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The different texts, in the order of their indices.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| nth(&self.text, &self.ends, index))
    }
}

fn nth<'a>(all: &'a str, ends: &[usize], index: usize) -> &'a str {
    let start = if index == 0 { 0 } else { ends[index - 1] };
    &all[start..ends[index]]
}

/// A fixed seed: the order of texts does not depend on hashes, but neither should the time it takes.
fn hash_of(text: &str) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(strings: &mut SharedStrings, text: &str) -> u32 {
        strings.index(text, || Ok::<(), TooMany>(())).unwrap()
    }

    proptest! {
        #[test]
        fn every_text_is_found_again_and_stands_once(texts in prop::collection::vec(".{0,3}", 0..60)) {
            let mut strings = SharedStrings::default();
            let indices: Vec<u32> = texts.iter().map(|text| index(&mut strings, text)).collect();
            let kept: Vec<&str> = strings.iter().collect();
            for (text, index) in texts.iter().zip(&indices) {
                prop_assert_eq!(kept[*index as usize], text);
            }
            let mut distinct = texts.clone();
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(kept.len(), distinct.len());
            prop_assert_eq!(strings.uses(), texts.len() as u64);
        }
    }

    #[test]
    fn a_refused_text_leaves_no_trace() {
        let mut strings = SharedStrings::default();
        index(&mut strings, "a");
        assert!(strings.index("b", || Err(TooMany)).is_err());
        assert_eq!(index(&mut strings, "c"), 1);
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["a", "c"]);
    }
}
