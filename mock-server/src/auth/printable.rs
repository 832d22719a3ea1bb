//! What a client sent, made safe to print in a journal: short, without control characters, and
//! without anything that may be a secret.

use std::borrow::Cow;

/// Longest text taken over from a client, in characters.
const LONGEST: usize = 100;

/// Any text of a client: UTF-8 if it is that, else Latin-1; control characters escaped, cut short.
pub(crate) fn text(bytes: &[u8]) -> String {
    let decoded = decoded(bytes);
    let mut shown = String::new();
    for (place, letter) in decoded.chars().enumerate() {
        if place == LONGEST {
            shown.push('…');
            break;
        }
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// A user name: as [`text`], but only up to a colon, as a password may stand behind one.
pub(crate) fn name(bytes: &[u8]) -> String {
    match bytes.iter().position(|&byte| byte == b':') {
        Some(colon) => format!("{}:…", text(&bytes[..colon])),
        None => text(bytes),
    }
}

/// UTF-8 if it is that, else Latin-1, in which everything is a text.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(latin1(bytes)),
    }
}

/// Each byte is the character of that number.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_readable_and_short() {
        assert_eq!(text("josé".as_bytes()), "josé");
        assert_eq!(text(b"jos\xe9"), "josé");
        assert_eq!(text(b"jane\r\n"), "jane\\r\\n");
        assert_eq!(text(&[b'x'; 1000]).chars().count(), 101);
    }

    #[test]
    fn nothing_behind_a_colon_of_a_name_is_shown() {
        assert_eq!(name(b"jane:secret"), "jane:…");
        assert_eq!(name(b"jane"), "jane");
    }
}
