//! Which form comes when: kinds of submission interleaved evenly, moments spread over days.

use jiff::{SignedDuration, Timestamp};

/// Streams of known lengths, merged so that each is spread evenly over the whole.
///
/// ```
/// use fakehq::world::generate::schedule::Interleave;
/// let order: Vec<(usize, u64)> = Interleave::new(vec![4, 1]).collect();
/// assert_eq!(order, [(0, 0), (0, 1), (1, 0), (0, 2), (0, 3)]);
/// ```
#[derive(Clone, Debug)]
pub struct Interleave {
    lengths: Vec<u64>,
    taken: Vec<u64>,
}

impl Interleave {
    /// Merges streams of these lengths.
    #[must_use]
    pub fn new(lengths: Vec<u64>) -> Self {
        let taken = vec![0; lengths.len()];
        Self { lengths, taken }
    }
}

impl Iterator for Interleave {
    /// Which stream, and the number within it.
    type Item = (usize, u64);

    fn next(&mut self) -> Option<Self::Item> {
        // The i-th of n stands at (2i+1)/2n of the way; compared crosswise, in whole numbers.
        let place = |stream: usize| {
            let odd = 2 * u128::from(self.taken[stream]) + 1;
            (odd, u128::from(self.lengths[stream]))
        };
        let mut first: Option<usize> = None;
        for stream in (0..self.lengths.len()).filter(|&s| self.taken[s] < self.lengths[s]) {
            let earlier = first.is_none_or(|first| {
                let ((a, n), (b, m)) = (place(stream), place(first));
                a * m < b * n
            });
            if earlier {
                first = Some(stream);
            }
        }
        let stream = first?;
        let number = self.taken[stream];
        self.taken[stream] += 1;
        Some((stream, number))
    }
}

/// Moments of arrival: in order, over some days, none after the end.
#[derive(Clone, Copy, Debug)]
pub struct Arrivals {
    /// The last moment.
    pub ending: Timestamp,
    /// Length of the whole, in seconds.
    pub seconds: u64,
    /// How many there are.
    pub count: u64,
}

impl Arrivals {
    /// When the `number`-th comes. `early`, a fraction of 2^64, moves it within its share of the
    /// whole, so that order stays.
    #[must_use]
    pub fn at(&self, number: u64, early: u64) -> Timestamp {
        let whole = u128::from(self.count.max(1)) << 64;
        let left = (u128::from(self.count.saturating_sub(number + 1)) << 64) + u128::from(early);
        // `seconds` stays below 2^50 and `left` below 2^92; dropping 32 bits keeps the product small.
        let before = u128::from(self.seconds) * (left >> 32) / (whole >> 32);
        let before = SignedDuration::from_secs(i64::try_from(before).unwrap_or(i64::MAX));
        self.ending.checked_sub(before).unwrap_or(self.ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost_and_order_holds(lengths in prop::collection::vec(0..20u64, 0..6)) {
            let order: Vec<(usize, u64)> = Interleave::new(lengths.clone()).collect();
            for (stream, length) in lengths.iter().enumerate() {
                let numbers: Vec<u64> = order.iter().filter(|(s, _)| *s == stream).map(|(_, n)| *n).collect();
                prop_assert_eq!(numbers, (0..*length).collect::<Vec<_>>());
            }
        }

        #[test]
        fn arrivals_are_in_order_and_end_in_time(count in 1..300u64, seconds in 0..100_000_000u64, early: [u64; 8]) {
            let ending = Timestamp::constant(1_400_000_000, 0);
            let arrivals = Arrivals { ending, seconds, count };
            let moments: Vec<Timestamp> = (0..count).map(|n| arrivals.at(n, early[n as usize % 8])).collect();
            prop_assert!(moments.is_sorted());
            prop_assert!(*moments.last().unwrap() <= ending);
            prop_assert!(moments[0] >= ending - SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
        }
    }
}
