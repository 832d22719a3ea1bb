//! What is wrong with a TOML file or a piece of JSON, for the person who wrote it.

use crate::nearest::nearest;

/// The line an error is in; the first is 1.
#[must_use]
pub fn line(text: &str, error: &toml::de::Error) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// The error in words, with the nearest known word where a word is unknown.
#[must_use]
pub fn words(error: &toml::de::Error) -> String {
    in_words(error.message())
}

/// What a reader of TOML or JSON says, in words; with the nearest known word where a word is unknown.
///
/// ```
/// let said = "unknown field `nxt`, expected one of `nth`, `next`";
/// assert_eq!(
///     fakehq::toml_error::in_words(said),
///     "unknown key `nxt`, expected one of `nth`, `next`; did you mean `next`?",
/// );
/// ```
#[must_use]
pub fn in_words(message: &str) -> String {
    let message = message
        .trim_end()
        .replace("unknown field", "unknown key")
        .replace("unknown variant", "unknown value")
        .replace("missing field", "missing key");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let near = match quoted.next() {
        Some(word) if message.starts_with("unknown ") => nearest(word, quoted),
        _ => None,
    };
    match near {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => message,
    }
}
