//! Members of an object by key, in the order they were first seen.
//!
//! Forms of one version come with their keys in one order, so that the member behind the last one
//! found is nearly always the next one asked for, or the one behind it where a question was skipped:
//! these are tried before the hash map.

use std::{collections::HashMap, sync::Arc};

/// A map that remembers the order of its keys. Its index never decides an order, so that the hash
/// seed does not show.
#[derive(Clone, Debug)]
pub(super) struct Keyed<T> {
    entries: Vec<(Arc<str>, T)>,
    index: HashMap<Arc<str>, usize>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            index: HashMap::new(),
        }
    }
}

impl<T: PartialEq> PartialEq for Keyed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T> Keyed<T> {
    /// The position of a key; `expected` is where it probably is.
    #[inline]
    pub(super) fn find(&self, key: &str, expected: usize) -> Option<usize> {
        let is_at = |at: usize| matches!(self.entries.get(at), Some((known, _)) if **known == *key);
        if is_at(expected) {
            return Some(expected);
        }
        (expected + 1..expected + 3)
            .find(|at| is_at(*at))
            .or_else(|| self.index.get(key).copied())
    }

    pub(super) fn get(&self, key: &str) -> Option<&T> {
        self.find(key, 0).map(|at| &self.entries[at].1)
    }

    /// The position of a key, which is added at the end if it is new.
    pub(super) fn find_or_add(&mut self, key: &str, expected: usize) -> usize
    where
        T: Default,
    {
        self.find(key, expected).unwrap_or_else(|| {
            let key: Arc<str> = key.into();
            let at = self.entries.len();
            self.entries.push((key.clone(), T::default()));
            self.index.insert(key, at);
            at
        })
    }

    #[inline]
    pub(super) fn at(&self, position: usize) -> &T {
        &self.entries[position].1
    }

    pub(super) fn at_mut(&mut self, position: usize) -> &mut T {
        &mut self.entries[position].1
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The same keys at the same positions with other values. `make` is called in the order of the
    /// keys' code points, whatever order they were seen in.
    pub(super) fn map_sorted<'a, U: Default>(
        &'a self,
        mut make: impl FnMut(&'a Arc<str>, &'a T) -> U,
    ) -> Keyed<U> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_unstable_by(|a, b| self.entries[*a].0.cmp(&self.entries[*b].0));
        let mut mapped = Keyed {
            entries: self
                .entries
                .iter()
                .map(|(key, _)| (key.clone(), U::default()))
                .collect(),
            index: self.index.clone(),
        };
        for at in order {
            let (key, value) = &self.entries[at];
            mapped.entries[at].1 = make(key, value);
        }
        mapped
    }
}
