//! Which of the matching requests a fault strikes.

use std::fmt;

/// Which of the requests that match a fault it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The one of this number, counted from 1 since the fault was laid; whether it is spent on it or a
    /// fault laid earlier takes it.
    Nth(u64),
    /// So many, from the next one on: until it has struck so often.
    Next(u64),
    /// Every one whose number can be divided by this; 1 is every request, without end.
    Every(u64),
}

impl When {
    /// Whether the request with this ordinal is struck.
    ///
    /// `ordinal` counts the matching requests from 1, `struck` is how many of the earlier ones were
    /// struck. Nothing else is looked at: the same requests are struck in every run.
    #[must_use]
    pub fn strikes(self, ordinal: u64, struck: u64) -> bool {
        match self {
            Self::Nth(nth) => ordinal == nth,
            Self::Next(count) => struck < count,
            Self::Every(step) => step != 0 && ordinal.is_multiple_of(step),
        }
    }

    /// Whether it can never strike again.
    #[must_use]
    pub fn is_spent(self, seen: u64, struck: u64) -> bool {
        match self {
            Self::Nth(nth) => seen >= nth,
            Self::Next(count) => struck >= count,
            Self::Every(_) => false,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nth(nth) => write!(f, "request number {nth}"),
            Self::Next(1) => f.write_str("the next request"),
            Self::Next(count) => write!(f, "the next {count} requests"),
            Self::Every(1) => f.write_str("every request"),
            Self::Every(step) => write!(f, "every request whose number {step} divides"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The ordinals struck among the first `count` requests.
    fn struck(when: When, count: u64) -> Vec<u64> {
        let mut struck = Vec::new();
        for ordinal in 1..=count {
            if when.strikes(ordinal, struck.len() as u64) {
                struck.push(ordinal);
            }
        }
        struck
    }

    #[test]
    fn nth_next_and_every() {
        assert_eq!(struck(When::Nth(3), 9), [3]);
        assert_eq!(struck(When::Next(2), 9), [1, 2]);
        assert_eq!(struck(When::Every(1), 4), [1, 2, 3, 4]);
        assert_eq!(struck(When::Every(4), 9), [4, 8]);
        assert_eq!(struck(When::Next(0), 9), [0u64; 0]);
    }

    proptest! {
        #[test]
        fn strikes_as_often_as_said(n in 0u64..50, count in 0u64..100) {
            prop_assert_eq!(struck(When::Nth(n), count).len() as u64, u64::from((1..=count).contains(&n)));
            prop_assert_eq!(struck(When::Next(n), count).len() as u64, n.min(count));
            prop_assert_eq!(struck(When::Every(n), count).len() as u64, count.checked_div(n).unwrap_or(0));
        }

        #[test]
        fn what_is_spent_never_strikes_again(n in 1u64..20, seen in 0u64..40, later in 1u64..40) {
            for when in [When::Nth(n), When::Next(n), When::Every(n)] {
                let before = struck(when, seen).len() as u64;
                if when.is_spent(seen, before) {
                    prop_assert_eq!(struck(when, seen + later).len() as u64, before);
                }
            }
        }
    }
}
