//! What is wrong with a TOML file or a piece of JSON, for the person who wrote it.

use crate::input::nearest::nearest;

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
///     fakehq::input::toml_error::in_words(said),
///     "unknown key `nxt`, expected one of `nth`, `next`; did you mean `next`?",
/// );
/// let said = "invalid value: integer `-5`, expected u32";
/// assert_eq!(
///     fakehq::input::toml_error::in_words(said),
///     "invalid value: integer `-5`, expected a whole number from 0 on",
/// );
/// ```
#[must_use]
pub fn in_words(message: &str) -> String {
    let message = message
        .trim_end()
        .replace("unknown field", "unknown key")
        .replace("unknown variant", "unknown value")
        .replace("missing field", "missing key");
    let message = with_numbers_in_words(message);
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

/// The types of whole numbers as a person calls them.
fn with_numbers_in_words(message: String) -> String {
    let (said, expected) = match message.rsplit_once("expected ") {
        Some((said, "u8" | "u16" | "u32" | "u64" | "usize")) => (said, "a whole number from 0 on"),
        Some((said, "a nonzero usize")) => (said, "a whole number from 1 on"),
        Some((said, "i8" | "i16" | "i32" | "i64" | "isize")) => (said, "a whole number"),
        _ => return message,
    };
    format!("{said}expected {expected}")
}
