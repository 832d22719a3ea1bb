//! Export tokens: what a client has already received (page: Form Data Export; facts D).

use std::collections::HashMap;

use jiff::Timestamp;
use md5::{Digest, Md5};

/// What one token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The tokens a space has issued. A token never expires and may be used any number of times.
#[derive(Clone, Debug)]
pub struct TokenBook {
    seed: u64,
    space: String,
    issued: HashMap<String, Checkpoint>,
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
        self.count += 1;
        let token = hex(&hash.finalize());
        self.issued.insert(token.clone(), checkpoint);
        token
    }

    /// What a token stands for, if this book issued it.
    #[must_use]
    pub fn find(&self, token: &str) -> Option<&Checkpoint> {
        self.issued.get(token)
    }

    /// Forgets one token, or all of them.
    pub fn forget(&mut self, token: Option<&str>) {
        match token {
            Some(token) => drop(self.issued.remove(token)),
            None => self.issued.clear(),
        }
    }
}

/// Bytes as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
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
