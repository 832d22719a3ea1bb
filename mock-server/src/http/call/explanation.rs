//! Explanations in the answer itself, for whoever asks for them: `X-FakeHQ-Explain: 1` in a request
//! puts what the journal says of it into `X-FakeHQ-Explanation`.
//!
//! HQ has nothing of the kind, so an answer never carries it unasked.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::journal::redact;

const ASKED: HeaderName = HeaderName::from_static("x-fakehq-explain");
const GIVEN: HeaderName = HeaderName::from_static("x-fakehq-explanation");

/// The longest explanation, in bytes; some clients bound the lines of a head.
const LONGEST: usize = 4_000;

/// Whether the head of a request asks for an explanation.
#[must_use]
pub fn is_asked(headers: &HeaderMap) -> bool {
    let value = headers.get(ASKED).map(HeaderValue::as_bytes);
    value.is_some_and(|value| !matches!(value, b"" | b"0" | b"false"))
}

/// Puts the notes on a request into its answer, secrets struck out; nothing where there are none.
pub fn add(headers: &mut HeaderMap, notes: &[Cow<'static, str>]) {
    if notes.is_empty() {
        return;
    }
    if let Ok(line) = HeaderValue::from_str(&line(notes)) {
        headers.insert(GIVEN, line);
    }
}

/// One line of plain ASCII: other characters are escaped.
fn line(notes: &[Cow<'static, str>]) -> String {
    let mut line = String::new();
    for (place, note) in notes.iter().enumerate() {
        if place > 0 {
            line.push_str("; ");
        }
        for letter in redact::text(note).chars() {
            match letter {
                ' '..='~' => line.push(letter),
                other => line.extend(other.escape_default()),
            }
            if line.len() >= LONGEST {
                line.push_str("...");
                return line;
            }
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_asked_for_by_any_value_but_no() {
        for (value, asked) in [("1", true), ("yes", true), ("0", false), ("", false)] {
            let mut headers = HeaderMap::new();
            headers.insert(ASKED, HeaderValue::from_static(value));
            assert_eq!(is_asked(&headers), asked, "{value}");
        }
        assert!(!is_asked(&HeaderMap::new()));
    }

    #[test]
    fn notes_stand_in_one_line() {
        let notes = ["nc was repeated".into(), "the name \u{e9}\r\n".into()];
        assert_eq!(line(&notes), "nc was repeated; the name \\u{e9}\\r\\n");
    }

    proptest! {
        #[test]
        fn any_notes_make_a_header_line(notes in prop::collection::vec(any::<String>(), 0..4)) {
            let notes: Vec<_> = notes.into_iter().map(Cow::Owned).collect();
            let line = line(&notes);
            prop_assert!(line.len() <= LONGEST + 20);
            prop_assert!(HeaderValue::from_str(&line).is_ok());
        }
    }
}
