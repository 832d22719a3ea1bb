//! Bytes and orders that make no sense, the same for the same seed.

/// A plain generator (splitmix64): a seed gives the same numbers for ever.
struct Numbers(u64);

impl Iterator for Numbers {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Some(z ^ (z >> 31))
    }
}

/// So many bytes of garbage. The first is none that text in any common encoding begins with, so that
/// no program takes them for an answer, an archive or a page.
pub(crate) fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = Numbers(seed)
        .flat_map(u64::to_le_bytes)
        .take(length)
        .collect();
    if let Some(first) = bytes.first_mut() {
        *first = 0x80 | (*first & 0x3f);
    }
    bytes
}

/// Another order of things; the same things in the same order only where there are less than two.
pub(crate) fn shuffled<T: Clone + PartialEq>(seed: u64, things: &[T]) -> Vec<T> {
    let mut order = things.to_vec();
    let numbers = Numbers(seed);
    for (place, number) in (1..order.len()).rev().zip(numbers) {
        // The remainder fits: it is at most a place in the list.
        #[allow(clippy::cast_possible_truncation)]
        order.swap(place, (number % (place as u64 + 1)) as usize);
    }
    if order == things && order.len() > 1 {
        order.rotate_left(1);
    }
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn garbage_is_as_long_as_asked_and_no_text(seed: u64, length in 1usize..300) {
            let garbage = bytes(seed, length);
            prop_assert_eq!(garbage.len(), length);
            prop_assert!(std::str::from_utf8(&garbage).is_err());
            prop_assert_eq!(&garbage, &bytes(seed, length));
            prop_assert!(bytes(seed, length + 5).starts_with(&garbage));
        }

        #[test]
        fn a_shuffle_loses_nothing_and_always_moves_something(seed: u64, length in 0usize..12) {
            let things: Vec<_> = (0..length).collect();
            let mut order = shuffled(seed, &things);
            prop_assert_eq!(order == things, length < 2);
            prop_assert_eq!(&order, &shuffled(seed, &things));
            order.sort_unstable();
            prop_assert_eq!(order, things);
        }
    }

    #[test]
    fn seeds_differ() {
        assert_ne!(bytes(0, 16), bytes(1, 16));
        assert!(bytes(0, 0).is_empty());
    }
}
