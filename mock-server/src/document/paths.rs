//! The paths that documents of one form have, each numbered once.
//!
//! Documents of a form say the same keys over and over. Kept here once, they take no room in the
//! documents, and a number says where a value stands without a look at any key.

use std::{
    hash::BuildHasher,
    sync::{Mutex, MutexGuard, PoisonError},
};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::{DocumentError, growing::Growing};

/// The number of the root object's own path.
pub(crate) const ROOT: u32 = 0;

/// All paths of some documents, and their numbers. Paths are only ever added, so that a document keeps
/// its numbers while others come.
#[derive(Debug)]
pub struct Paths {
    steps: Growing<Step>,
    known: Mutex<Known>,
}

/// The last step of a path.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    /// The number of the path without this step.
    parent: u32,
    /// The key of a member; none for the elements of a list.
    key: Option<Box<str>>,
}

/// Which steps have a number. The hash never decides an order, so that its seed does not show.
#[derive(Debug, Default)]
struct Known {
    numbers: HashTable<u32>,
    hasher: RandomState,
}

impl Default for Paths {
    fn default() -> Self {
        let steps = Growing::default();
        let root = Step {
            parent: ROOT,
            key: None,
        };
        steps.push(root);
        Self {
            steps,
            known: Mutex::default(),
        }
    }
}

impl Paths {
    /// How many there are, that of the root included.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "the root is always there")]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// All paths in the order of their numbers, each by the number of its parent and its last step: a
    /// key, or none for the elements of a list. A parent comes before its children; the first path is
    /// the root, which has no step.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Option<&str>)> {
        self.steps
            .iter()
            .map(|step| (step.parent, step.key.as_deref()))
    }

    /// The key at the end of a path; empty for the elements of a list.
    pub(crate) fn key(&self, number: u32) -> &str {
        self.steps
            .get(number as usize)
            .and_then(|step| step.key.as_deref())
            .unwrap_or_default()
    }

    /// Begins to number the values of a document. Another one has to wait meanwhile.
    pub(crate) fn numbering(&self) -> Numbering<'_> {
        Numbering {
            steps: &self.steps,
            known: self.known.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Finds or makes the numbers of paths.
pub(crate) struct Numbering<'a> {
    steps: &'a Growing<Step>,
    known: MutexGuard<'a, Known>,
}

impl Numbering<'_> {
    /// The number of a path: that of its parent and one step more.
    pub(crate) fn number(&mut self, parent: u32, key: Option<&str>) -> Result<u32, DocumentError> {
        let Known { numbers, hasher } = &mut *self.known;
        let hash_of = |parent: u32, key: Option<&str>| hasher.hash_one((parent, key));
        let step_of = |number: u32| self.steps.get(number as usize);
        let hash = hash_of(parent, key);
        let same = |number: &u32| {
            step_of(*number).is_some_and(|step| step.parent == parent && step.key.as_deref() == key)
        };
        if let Some(number) = numbers.find(hash, same) {
            return Ok(*number);
        }
        if self.steps.len() >= super::MOST {
            return Err(DocumentError::TooLarge);
        }
        let key = key.map(Box::from);
        let number = self.steps.push(Step { parent, key }) as u32;
        numbers.insert_unique(hash, number, |number| {
            step_of(*number).map_or(0, |step| hash_of(step.parent, step.key.as_deref()))
        });
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_number_for_ever() {
        let paths = Paths::default();
        let mut numbering = paths.numbering();
        let mut number = |parent, key: Option<&str>| numbering.number(parent, key).unwrap();
        let form = number(ROOT, Some("form"));
        let list = number(form, Some("child"));
        let element = number(list, None);
        // A member of empty name is no element of a list, and the same key elsewhere another path.
        assert_ne!(number(list, Some("")), element);
        assert_ne!(number(ROOT, Some("child")), list);
        for key in 0..1_000 {
            number(form, Some(&format!("question_{key}")));
        }
        assert_eq!(number(form, Some("child")), list);
        assert_eq!(number(list, None), element);
        drop(numbering);
        assert_eq!(paths.key(list), "child");
        assert_eq!(paths.key(element), "");
        assert_eq!(paths.len(), 1_006);
        let step = paths.iter().nth(element as usize);
        assert_eq!(step, Some((list, None)));
    }
}
