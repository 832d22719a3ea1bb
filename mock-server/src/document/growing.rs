//! A list that only grows, read while it grows.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

/// Room of the first block; each block behind has twice the room of the one before.
const FIRST: usize = 16;

/// Enough blocks for every number of 32 bits.
const BLOCKS: usize = 28;

/// Values are put behind the others by one writer at a time, never moved and never taken away, so
/// that readers need no lock.
#[derive(Debug)]
pub(crate) struct Growing<T> {
    blocks: [OnceLock<Box<[OnceLock<T>]>>; BLOCKS],
    len: AtomicUsize,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self {
            blocks: [const { OnceLock::new() }; BLOCKS],
            len: AtomicUsize::new(0),
        }
    }
}

impl<T> Growing<T> {
    pub(crate) fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    pub(crate) fn get(&self, number: usize) -> Option<&T> {
        let (block, at) = place(number);
        self.blocks.get(block)?.get()?.get(at)?.get()
    }

    /// Puts a value behind the others and tells its number. Only one writer may do so at a time;
    /// a second one would lose its value.
    pub(crate) fn push(&self, value: T) -> usize {
        let number = self.len();
        let (block, at) = place(number);
        if let Some(block_of) = self.blocks.get(block) {
            let room =
                block_of.get_or_init(|| (0..FIRST << block).map(|_| OnceLock::new()).collect());
            if room.get(at).is_some_and(|free| free.set(value).is_ok()) {
                self.len.store(number + 1, Ordering::Release);
            }
        }
        number
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).filter_map(|number| self.get(number))
    }
}

/// In which block a value stands, and where in it.
fn place(number: usize) -> (usize, usize) {
    let shifted = number + FIRST;
    let block = (shifted.ilog2() - FIRST.ilog2()) as usize;
    (block, shifted - (FIRST << block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_stands_where_it_was_put() {
        let growing = Growing::default();
        for number in 0..5_000 {
            assert_eq!(growing.push(number.to_string()), number);
            assert_eq!(growing.len(), number + 1);
        }
        assert!(
            growing
                .iter()
                .zip(0..)
                .all(|(text, number)| *text == number.to_string())
        );
        assert_eq!(growing.get(4_999).map(String::as_str), Some("4999"));
        assert_eq!(growing.get(5_000), None);
        assert_eq!(growing.get(usize::MAX / 2), None);
    }

    #[test]
    fn blocks_follow_each_other_without_a_gap() {
        let mut expected = (0, 0);
        for number in 0..100_000 {
            assert_eq!(place(number), expected);
            expected.1 += 1;
            if expected.1 == FIRST << expected.0 {
                expected = (expected.0 + 1, 0);
            }
        }
    }
}
