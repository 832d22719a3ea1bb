//! Export tokens: what a client has already received (page: Form Data Export; facts D).

use std::collections::HashMap;

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

/// The tokens a space has issued. A token never expires and may be used any number of times.
#[derive(Clone, Debug)]
pub struct TokenBook {
    seed: u64,
    space: String,
    issued: HashMap<String, Issued>,
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
            issued: HashMap::new(),
            count: 0,
        }
    }

    /// A book with these tokens in it.
    #[must_use]
    pub fn of(seed: u64, space: &str, count: u64, issued: Vec<Issued>) -> Self {
        let next = issued.iter().map(|issued| issued.number + 1).max();
        Self {
            // Never a number twice, whatever the count says.
            count: count.max(next.unwrap_or_default()),
            issued: issued
                .into_iter()
                .map(|issued| (issued.token.clone(), issued))
                .collect(),
            ..Self::new(seed, space)
        }
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
        self.issued.insert(token.clone(), issued);
        token
    }

    /// What a token stands for, if this book issued it.
    #[must_use]
    pub fn find(&self, token: &str) -> Option<&Checkpoint> {
        self.issued.get(token).map(|issued| &issued.checkpoint)
    }

    /// All tokens, in the order they were issued.
    #[must_use]
    pub fn all(&self) -> Vec<Issued> {
        let mut all: Vec<_> = self.issued.values().cloned().collect();
        all.sort_by_key(|issued| issued.number);
        all
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
            Some(token) => drop(self.issued.remove(token)),
            None => self.issued.clear(),
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
}
