//! What a manifest replaces in snapshots besides what the kit knows: a pattern and a word.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, de::Error as _};

/// What a pattern finds is replaced by a word.
///
/// ```
/// use hq_conformance::client::replacement::Replacement;
///
/// let replacement = Replacement::new(r"\bpid=\d+", "pid=<pid>")?;
/// assert_eq!(replacement.applied("done, pid=4711"), "done, pid=<pid>");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Replacement {
    pattern: Regex,
    word: String,
}

/// How much memory a pattern may take; a few kilobytes are usual.
const PATTERN_BYTES: usize = 1 << 20;

impl Replacement {
    /// A replacement; `$1` in the word is the first group of the pattern.
    ///
    /// # Errors
    /// The pattern is none, is too large, or finds something in an empty text.
    pub fn new(pattern: &str, word: &str) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(pattern);
        // Lines are what a view is made of.
        let built = builder.multi_line(true).size_limit(PATTERN_BYTES).build();
        let pattern = built.map_err(|error| error.to_string())?;
        if pattern.is_match("") {
            return Err(format!(
                "the pattern {:?} finds something everywhere, even in an empty text; make it ask for a letter or digit",
                pattern.as_str()
            ));
        }
        Ok(Self {
            pattern,
            word: word.to_owned(),
        })
    }

    /// A text with all it finds replaced.
    #[must_use]
    pub fn applied(&self, text: &str) -> String {
        self.pattern
            .replace_all(text, self.word.as_str())
            .into_owned()
    }
}

impl PartialEq for Replacement {
    fn eq(&self, other: &Self) -> bool {
        self.pattern.as_str() == other.pattern.as_str() && self.word == other.word
    }
}

impl Eq for Replacement {}

impl<'de> Deserialize<'de> for Replacement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            pattern: String,
            word: String,
        }
        let table = Table::deserialize(deserializer)?;
        Self::new(&table.pattern, &table.word).map_err(D::Error::custom)
    }
}
