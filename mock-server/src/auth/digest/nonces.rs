//! Which user counts where on which nonce (facts G.3).
//!
//! A nonce must come into use within 300 seconds. Its first use binds it to the user, with whatever
//! count that has; each later use needs a higher count, and no time limit holds any more. Of each
//! user the 32 nonces used last are remembered. So the book is bounded by the number of accounts:
//! nothing is written for credentials that do not verify.

use std::collections::{HashMap, VecDeque};

use super::refusal::Refusal;

/// How long a nonce may wait for its first use, in milliseconds.
pub const FIRST_USE: i64 = 300_000;
/// Nonces remembered of each user.
pub const REMEMBERED: usize = 32;

/// The nonces in use.
#[derive(Default)]
pub struct NonceBook {
    bound: HashMap<Box<str>, Bound>,
    /// The nonces of each user, the one used last at the end.
    of_user: HashMap<Box<str>, VecDeque<Box<str>>>,
}

struct Bound {
    user: Box<str>,
    count: u32,
}

impl NonceBook {
    /// Records the use of a nonce whose signature and response were found right.
    ///
    /// `age` is the time since its issue in milliseconds.
    ///
    /// # Errors
    /// The last three rules: too old at first use, bound to another user, count not higher. Nothing
    /// is changed then.
    pub fn use_once(
        &mut self,
        nonce: &str,
        age: i64,
        user: &str,
        count: u32,
    ) -> Result<(), Refusal> {
        match self.bound.get_mut(nonce) {
            Some(bound) if *bound.user != *user => return Err(Refusal::NonceOfOtherUser),
            Some(bound) if count <= bound.count => {
                return Err(Refusal::CountNotHigher {
                    sent: count,
                    last: bound.count,
                });
            }
            Some(bound) => bound.count = count,
            None if age > FIRST_USE => {
                return Err(Refusal::NonceTooOld {
                    seconds: age / 1000,
                });
            }
            None => {
                let user = user.into();
                self.bound.insert(nonce.into(), Bound { user, count });
            }
        }
        self.move_to_the_end(user, nonce);
        Ok(())
    }

    /// The count a nonce was last used with, by whomever.
    #[must_use]
    pub fn last_count(&self, nonce: &str) -> Option<u32> {
        self.bound.get(nonce).map(|bound| bound.count)
    }

    fn move_to_the_end(&mut self, user: &str, nonce: &str) {
        let nonces = self.of_user.entry(user.into()).or_default();
        // Nearly always the last one: a client goes on with its nonce.
        match nonces.iter().rposition(|known| **known == *nonce) {
            Some(place) if place + 1 == nonces.len() => {}
            Some(place) => {
                let nonce = nonces.remove(place);
                nonces.extend(nonce);
            }
            None => nonces.push_back(nonce.into()),
        }
        if nonces.len() > REMEMBERED
            && let Some(forgotten) = nonces.pop_front()
        {
            self.bound.remove(&forgotten);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1000;

    #[test]
    fn first_use_within_300_seconds_and_no_limit_afterwards() {
        let mut book = NonceBook::default();
        assert_eq!(
            book.use_once("n", 301 * SECOND, "jane", 1),
            Err(Refusal::NonceTooOld { seconds: 301 })
        );
        assert_eq!(book.use_once("n", 300 * SECOND, "jane", 7), Ok(()));
        assert_eq!(book.use_once("n", 9999 * SECOND, "jane", 8), Ok(()));
        assert_eq!(book.use_once("m", -SECOND, "jane", 1), Ok(()));
    }

    #[test]
    fn counts_rise_and_belong_to_one_user() {
        let mut book = NonceBook::default();
        assert_eq!(book.use_once("n", 0, "jane", 5), Ok(()));
        for sent in [0, 1, 5] {
            assert_eq!(
                book.use_once("n", 0, "jane", sent),
                Err(Refusal::CountNotHigher { sent, last: 5 })
            );
        }
        assert_eq!(
            book.use_once("n", 0, "joe", 6),
            Err(Refusal::NonceOfOtherUser)
        );
        assert_eq!(book.use_once("n", 0, "jane", 6), Ok(()));
    }

    #[test]
    fn a_nonce_is_forgotten_once_the_user_has_used_32_others_since() {
        let mut book = NonceBook::default();
        book.use_once("kept", 0, "jane", 1).unwrap();
        book.use_once("left", 0, "jane", 1).unwrap();
        for n in 0..REMEMBERED - 1 {
            book.use_once(&format!("n{n}"), 0, "jane", 1).unwrap();
            book.use_once("kept", 0, "jane", 2 + u32::try_from(n).unwrap())
                .unwrap();
            book.use_once(&format!("joe's {n}"), 0, "joe", 1).unwrap();
        }
        assert_eq!(book.last_count("left"), None);
        assert!(book.last_count("kept").is_some());
        assert_eq!(
            book.use_once("left", 301 * SECOND, "jane", 2),
            Err(Refusal::NonceTooOld { seconds: 301 })
        );
    }

    proptest! {
        #[test]
        fn the_book_stays_small_and_its_halves_agree(
            uses in prop::collection::vec((0u8..80, 0u8..3, 0u32..9), 0..400),
        ) {
            let mut book = NonceBook::default();
            for (nonce, user, count) in uses {
                let _ = book.use_once(&nonce.to_string(), 0, &user.to_string(), count);
                let listed: usize = book.of_user.values().map(VecDeque::len).sum();
                prop_assert_eq!(listed, book.bound.len());
                prop_assert!(book.of_user.values().all(|nonces| nonces.len() <= REMEMBERED));
            }
            for (user, nonces) in &book.of_user {
                for nonce in nonces {
                    prop_assert_eq!(&book.bound[nonce].user, user);
                }
            }
        }
    }
}
