//! Members of an object by key, remembering in what order documents list them.
//!
//! Forms of one version come with their keys in one order, some of them left out. So each key knows
//! the one that stood behind it, and the one behind the last found is nearly always the next one
//! asked for: following that chain a few steps comes before the hash map.

use std::{collections::HashMap, sync::Arc};

use foldhash::fast::RandomState;

/// How many keys a document may leave out before the hash map is cheaper than the chain.
const STEPS: usize = 4;

/// Behind the last key.
const END: usize = usize::MAX;

/// A map that remembers the order of its keys. Its index never decides an order, so that the hash
/// seed does not show.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<T> {
    entries: Vec<Entry<T>>,
    /// The first key as documents list them; each entry names the next.
    first: usize,
    index: HashMap<Arc<str>, usize, RandomState>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry<T> {
    key: Arc<str>,
    next: usize,
    value: T,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            first: END,
            index: HashMap::default(),
        }
    }
}

impl<T: PartialEq> PartialEq for Keyed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T> Keyed<T> {
    /// The position of a key; `last` is that of the key before it in the document.
    #[inline]
    pub(crate) fn find(&self, key: &str, last: Option<usize>) -> Option<usize> {
        let mut at = self.behind(last);
        for _ in 0..STEPS {
            match self.entries.get(at) {
                Some(entry) if same(&entry.key, key) => return Some(at),
                Some(entry) => at = entry.next,
                None => break,
            }
        }
        self.index.get(key).copied()
    }

    #[inline]
    fn behind(&self, last: Option<usize>) -> usize {
        match last.and_then(|at| self.entries.get(at)) {
            Some(entry) => entry.next,
            None => self.first,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.find(key, None).map(|at| self.at(at))
    }

    /// The position of a key; a new key takes its place in the order behind `last`.
    pub(crate) fn find_or_add(&mut self, key: &str, last: Option<usize>) -> usize
    where
        T: Default,
    {
        self.find(key, last).unwrap_or_else(|| {
            let key: Arc<str> = key.into();
            let at = self.entries.len();
            let next = self.behind(last);
            match last {
                Some(last) => self.entries[last].next = at,
                None => self.first = at,
            }
            self.entries.push(Entry {
                key: key.clone(),
                next,
                value: T::default(),
            });
            self.index.insert(key, at);
            at
        })
    }

    #[inline]
    pub(crate) fn at(&self, position: usize) -> &T {
        &self.entries[position].value
    }

    pub(crate) fn at_mut(&mut self, position: usize) -> &mut T {
        &mut self.entries[position].value
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.value)
    }

    /// The same keys with other values, standing in the order in which documents list them. `make`
    /// is called in the order of the keys' code points, whatever order they were seen in.
    pub(crate) fn map_sorted<'a, U: Default>(
        &'a self,
        mut make: impl FnMut(&'a Arc<str>, &'a T) -> U,
    ) -> Keyed<U> {
        let mut sorted: Vec<&Entry<T>> = self.entries.iter().collect();
        sorted.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let mut mapped = Keyed::default();
        let mut last = None;
        let mut at = self.first;
        while let Some(entry) = self.entries.get(at) {
            last = Some(mapped.find_or_add(&entry.key, last));
            at = entry.next;
        }
        for entry in sorted {
            if let Some(at) = mapped.find(&entry.key, None) {
                *mapped.at_mut(at) = make(&entry.key, &entry.value);
            }
        }
        mapped
    }
}

/// Whether two keys are equal. For short ones, as most are, two comparisons that overlap take less
/// than the call of the general one.
#[inline]
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && match a.len() {
            4..8 => same_ends::<4>(a, b),
            8..16 => same_ends::<8>(a, b),
            16..=32 => same_ends::<16>(a, b),
            _ => a == b,
        }
}

#[inline]
fn same_ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
    a.first_chunk::<N>() == b.first_chunk::<N>() && a.last_chunk::<N>() == b.last_chunk::<N>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn absorb(keyed: &mut Keyed<u32>, keys: &[&str]) -> Vec<usize> {
        let mut last = None;
        keys.iter()
            .map(|key| {
                let at = keyed.find_or_add(key, last);
                last = Some(at);
                at
            })
            .collect()
    }

    fn order<T>(keyed: &Keyed<T>) -> Vec<&str> {
        let mut at = keyed.first;
        std::iter::from_fn(|| {
            let entry = keyed.entries.get(at)?;
            at = entry.next;
            Some(&*entry.key)
        })
        .collect()
    }

    #[test]
    fn a_key_left_out_at_first_takes_its_place_later() {
        let mut keyed = Keyed::default();
        absorb(&mut keyed, &["b", "d"]);
        absorb(&mut keyed, &["a", "b", "c", "d", "e"]);
        assert_eq!(order(&keyed), ["a", "b", "c", "d", "e"]);
        let mapped = keyed.map_sorted(|key, _| key.to_string());
        assert_eq!(mapped.values().collect::<Vec<_>>(), order(&keyed));
    }

    proptest! {
        #[test]
        fn keys_of_all_lengths_are_told_apart(
            key in "[a-c]{0,40}", at in any::<prop::sample::Index>(), other in "[a-d]{0,40}",
        ) {
            prop_assert!(same(&key, &key.clone()));
            prop_assert_eq!(same(&key, &other), key == other);
            if !key.is_empty() {
                let mut changed = key.clone();
                let at = at.index(key.len());
                changed.replace_range(at..=at, "x");
                prop_assert!(!same(&key, &changed));
            }
        }

        #[test]
        fn every_key_is_found_from_everywhere(
            documents in prop::collection::vec(prop::collection::vec("[a-l]", 0..12), 0..6),
        ) {
            let mut keyed = Keyed::<u32>::default();
            for keys in &documents {
                absorb(&mut keyed, &keys.iter().map(String::as_str).collect::<Vec<_>>());
            }
            let mapped = keyed.map_sorted(|key, _| key.to_string());
            prop_assert_eq!(order(&keyed).len(), keyed.entries.len());
            prop_assert_eq!(order(&mapped), order(&keyed));
            for key in documents.iter().flatten() {
                for last in (0..keyed.entries.len()).map(Some).chain([None]) {
                    let at = keyed.find(key, last);
                    prop_assert_eq!(at.map(|at| &*keyed.entries[at].key), Some(key.as_str()));
                    let at = mapped.find(key, last);
                    prop_assert_eq!(at.map(|at| mapped.at(at)), Some(key));
                }
            }
            prop_assert_eq!(keyed.find("x", None), None);
        }
    }
}
