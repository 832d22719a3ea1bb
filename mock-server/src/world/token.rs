//! Export tokens: what a client has already received (page: Form Data Export; facts D).

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

use crate::input::hex::hex;

/// What one token stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The form it was issued for; none for the export without a tag.
    pub xmlns: Option<String>,
    /// The custom export it was issued for; none for a plain export.
    pub custom_export: Option<String>,
    /// How many submissions of that form had arrived, or how many changes to cases: the answer held
    /// those and no later ones.
    pub arrived: usize,
    /// The clock when the answer was cut.
    pub at: Timestamp,
}

impl Checkpoint {
    /// What it was issued for, in words; nothing for the export without a tag.
    #[must_use]
    pub fn issued_for(&self) -> Option<String> {
        match &self.custom_export {
            Some(id) => Some(format!("custom export {id}")),
            None => self.xmlns.clone(),
        }
    }
}

/// A token that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// 32 hex digits.
    pub token: String,
    /// Counts the tokens of a space from 0.
    pub number: u64,
    /// What it stands for.
    pub checkpoint: Checkpoint,
}

/// How many tokens a space remembers; at HQ there was no end to them. A client that asks once a minute
/// comes by this many in two months.
pub const MOST_TOKENS: usize = 100_000;

/// The tokens a space has issued, the newest [`MOST_TOKENS`]: older ones are forgotten, and as unknown as
/// any that was never issued. Otherwise a token never expires and may be used any number of times.
#[derive(Clone, Debug)]
pub struct TokenBook {
    seed: u64,
    space: String,
    issued: BTreeMap<u64, Issued>,
    numbers: HashMap<String, u64>,
    /// How many were ever issued, forgotten ones included.
    count: u64,
}

impl TokenBook {
    /// An empty book. Seed and name make its tokens: the same in every run, different in each space.
    #[must_use]
    pub fn new(seed: u64, space: &str) -> Self {
        Self {
            seed,
            space: space.to_owned(),
            issued: BTreeMap::new(),
            numbers: HashMap::new(),
            count: 0,
        }
    }

    /// A book with these tokens in it.
    #[must_use]
    pub fn of(seed: u64, space: &str, count: u64, issued: Vec<Issued>) -> Self {
        let next = issued.iter().map(|issued| issued.number + 1).max();
        let mut book = Self::new(seed, space);
        for issued in issued {
            book.remember(issued);
        }
        // Never a number twice, whatever the count says.
        book.count = count.max(next.unwrap_or_default());
        book
    }

    /// Issues a token: 32 lower-case hex digits, never the same twice.
    pub fn issue(&mut self, checkpoint: Checkpoint) -> String {
        let tag = checkpoint.xmlns.as_deref().unwrap_or_default();
        let mut hash = Md5::new();
        // Lengths keep the parts apart: no two different lists of parts hash the same text.
        for part in [self.space.as_str(), tag] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update(self.seed.to_le_bytes());
        hash.update((checkpoint.arrived as u64).to_le_bytes());
        hash.update(self.count.to_le_bytes());
        let token = hex(&hash.finalize());
        let issued = Issued {
            token: token.clone(),
            number: self.count,
            checkpoint,
        };
        self.count += 1;
        self.remember(issued);
        token
    }

    /// Takes a token in, and forgets the oldest where there are too many.
    fn remember(&mut self, issued: Issued) {
        self.forget(Some(&issued.token));
        self.numbers.insert(issued.token.clone(), issued.number);
        let replaced = self.issued.insert(issued.number, issued);
        let oldest = match replaced {
            None if self.issued.len() > MOST_TOKENS => self.issued.pop_first().map(|(_, old)| old),
            replaced => replaced,
        };
        if let Some(oldest) = oldest {
            self.numbers.remove(&oldest.token);
        }
    }

    /// What a token stands for, if this book issued it.
    #[must_use]
    pub fn find(&self, token: &str) -> Option<&Checkpoint> {
        let issued = self.issued.get(self.numbers.get(token)?)?;
        Some(&issued.checkpoint)
    }

    /// All tokens, in the order they were issued.
    #[must_use]
    pub fn all(&self) -> Vec<Issued> {
        self.issued.values().cloned().collect()
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.issued.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issued.is_empty()
    }

    /// How many were ever issued.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Forgets one token, or all of them.
    pub fn forget(&mut self, token: Option<&str>) {
        match token {
            Some(token) => {
                if let Some(number) = self.numbers.remove(token) {
                    self.issued.remove(&number);
                }
            }
            None => {
                self.numbers.clear();
                self.issued.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint(arrived: usize) -> Checkpoint {
        Checkpoint {
            xmlns: Some("http://example.org/a".to_owned()),
            custom_export: None,
            arrived,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_same_in_every_run_and_never_twice_in_one() {
        let issue = || {
            let mut book = TokenBook::new(7, "demo");
            [book.issue(checkpoint(1)), book.issue(checkpoint(1))]
        };
        let [first, second] = issue();
        assert_eq!([first.clone(), second.clone()], issue());
        assert_ne!(first, second);
        assert_eq!(first.len(), 32);
        assert_ne!(first, TokenBook::new(7, "other").issue(checkpoint(1)));
        assert_ne!(first, TokenBook::new(8, "demo").issue(checkpoint(1)));
    }

    #[test]
    fn forgotten_tokens_are_unknown() {
        let mut book = TokenBook::new(7, "demo");
        let [first, second] = [book.issue(checkpoint(1)), book.issue(checkpoint(2))];
        book.forget(Some(&first));
        assert_eq!(book.find(&first), None);
        assert_eq!(book.find(&second), Some(&checkpoint(2)));
    }

    #[test]
    fn a_million_tokens_take_no_more_room_than_the_newest_of_them() {
        let mut book = TokenBook::new(7, "demo");
        let first = book.issue(checkpoint(0));
        let kept: Vec<_> = (1..=MOST_TOKENS)
            .map(|arrived| book.issue(checkpoint(arrived)))
            .collect();
        assert_eq!(book.find(&first), None);
        assert_eq!(book.find(&kept[0]), Some(&checkpoint(1)));
        assert_eq!((book.len(), book.numbers.len()), (MOST_TOKENS, MOST_TOKENS));
        assert_eq!(book.count(), MOST_TOKENS as u64 + 1);

        // A dump of more than that keeps the newest.
        let mut more = book.all();
        more.insert(
            0,
            Issued {
                token: first.clone(),
                number: 0,
                checkpoint: checkpoint(0),
            },
        );
        let mut again = TokenBook::of(7, "demo", 0, more);
        assert_eq!((again.len(), again.find(&first)), (MOST_TOKENS, None));
        assert_eq!(again.all(), book.all());
        assert_eq!(again.issue(checkpoint(1)), book.issue(checkpoint(1)));
    }
}
