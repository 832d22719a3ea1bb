//! Which edition of the checks this kit holds.

use std::fmt::Write as _;

use md5::{Digest as _, Md5};

/// A word that changes whenever a check is added, taken away or changed in any letter: twelve hex
/// digits. Reports print it, and `--revision` demands it, so that nobody is judged by other rules
/// than he thinks.
///
/// ```
/// assert_eq!(hq_conformance::catalogue::revision().len(), 12);
/// ```
#[must_use]
pub fn revision() -> String {
    of(super::FILES)
}

fn of(files: &[(&str, &str)]) -> String {
    let mut hasher = Md5::new();
    for text in files.iter().flat_map(|(id, text)| [id, text]) {
        // With its length before it, no text runs into the next one.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut word = String::new();
    for byte in hasher.finalize().iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(word, "{byte:02x}");
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_is_another_revision() {
        let revisions = [
            of(&[("a/b", "text")]),
            of(&[("a/b", "texts")]),
            of(&[("a/bt", "ext")]),
            of(&[("a/b", "text"), ("a/c", "")]),
        ];
        for (index, revision) in revisions.iter().enumerate() {
            assert!(!revisions[..index].contains(revision), "{revisions:?}");
        }
        assert_eq!(revisions[0], of(&[("a/b", "text")]));
    }
}
