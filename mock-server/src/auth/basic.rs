//! Basic credentials. The exports never took them, and say only whose they were; stored exports took
//! them in the end (facts A, G.1).

use super::printable;

/// The user name in the part of an `Authorization: Basic ...` header behind the scheme, or nothing
/// where it is not base64 of a name, a colon and a password.
///
/// ```
/// use fakehq::auth::basic::username;
/// assert_eq!(username(b"amFuZTpzZWNyZXQ="), Some("jane".to_owned()));
/// assert_eq!(username(b"not base64"), None);
/// ```
#[must_use]
pub fn username(credentials: &[u8]) -> Option<String> {
    let plain = decode_base64(credentials.trim_ascii())?;
    let colon = plain.iter().position(|&byte| byte == b':')?;
    Some(printable::text(&plain[..colon]))
}

/// The name and the password of an `Authorization: Basic ...` header, or nothing where it is none.
///
/// ```
/// use fakehq::auth::basic::credentials;
/// let (name, password) = credentials(b"Basic amFuZTpzZWNyZXQ=").unwrap();
/// assert_eq!((&*name, &password[..]), ("jane", &b"secret"[..]));
/// assert_eq!(credentials(b"Digest amFuZTpzZWNyZXQ="), None);
/// ```
#[must_use]
pub fn credentials(header: &[u8]) -> Option<(String, Vec<u8>)> {
    let blank = header.iter().position(|&byte| byte == b' ')?;
    let (scheme, encoded) = header.split_at(blank);
    if !scheme.eq_ignore_ascii_case(b"basic") {
        return None;
    }
    let plain = decode_base64(encoded.trim_ascii())?;
    let colon = plain.iter().position(|&byte| byte == b':')?;
    let name = printable::decoded(&plain[..colon]).into_owned();
    Some((name, plain[colon + 1..].to_vec()))
}

/// Standard alphabet; padding may be left out, nothing else may.
fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&letter| letter != b'=');
    let unpadded = &text[..end.map_or(0, |last| last + 1)];
    let mut plain = Vec::with_capacity(unpadded.len() / 4 * 3 + 2);
    for quad in unpadded.chunks(4) {
        let mut bits = 0u32;
        for &letter in quad {
            bits = bits << 6 | u32::from(sextet(letter)?);
        }
        // A short last group: 2 letters carry 1 byte, 3 carry 2, 1 alone carries none.
        if quad.len() == 1 {
            return None;
        }
        bits <<= 6 * (4 - quad.len());
        plain.extend_from_slice(&bits.to_be_bytes()[1..quad.len()]);
    }
    Some(plain)
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_every_length_and_of_either_encoding() {
        assert_eq!(username(b"YTpiYw=="), Some("a".to_owned()));
        assert_eq!(username(b"YWI6Yw=="), Some("ab".to_owned()));
        assert_eq!(username(b"YWJjOnBhc3M"), Some("abc".to_owned()));
        assert_eq!(username(b"am9z6Tp4"), Some("josé".to_owned()));
    }

    #[test]
    fn without_a_colon_nothing_is_shown_as_it_may_be_a_secret() {
        assert_eq!(username(b"c2VjcmV0"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = username(&bytes);
        }

        #[test]
        fn letters_of_the_alphabet_always_decode(text in "[A-Za-z0-9+/]{0,40}") {
            let decoded = decode_base64(text.as_bytes());
            if text.len() % 4 == 1 {
                prop_assert_eq!(decoded, None);
            } else {
                prop_assert_eq!(decoded.map(|plain| plain.len()), Some(text.len() * 6 / 8));
            }
        }
    }
}
