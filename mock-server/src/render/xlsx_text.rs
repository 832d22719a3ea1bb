//! Texts a workbook of the xlsx format may hold (facts E.5).

use std::borrow::Cow;

/// A text with every character that XML or the original refused replaced by `?`: control characters
/// except tab and line feed, U+FFFE and U+FFFF.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    if text.bytes().all(harmless) || !text.chars().any(refused) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| if refused(c) { '?' } else { c })
        .collect::<String>()
        .into()
}

/// Bytes that cannot be part of a refused character: the common case needs no decoding.
fn harmless(byte: u8) -> bool {
    // 0xC2 leads the control characters of Latin-1, 0xEF the two non-characters.
    !matches!(byte, 0..=8 | 11..=31 | 127 | 0xC2 | 0xEF)
}

fn refused(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_xml_refuses_becomes_a_question_mark() {
        assert_eq!(cleaned("a\tb\nc\rd\0e"), "a\tb\nc?d?e");
        assert_eq!(
            cleaned("\u{7f}\u{85}\u{9f}\u{a0}é\u{fffd}\u{fffe}\u{ffff}😀"),
            "???\u{a0}é\u{fffd}??😀"
        );
    }

    proptest! {
        #[test]
        fn the_quick_look_misses_nothing(text: String) {
            let slow: String = text.chars().map(|c| if refused(c) { '?' } else { c }).collect();
            prop_assert_eq!(cleaned(&text), slow);
        }

        #[test]
        fn a_clean_text_is_not_copied(text in "[ -~\u{a0}-\u{2fff}]{0,20}") {
            prop_assert!(matches!(cleaned(&text), Cow::Borrowed(_)));
        }
    }
}
