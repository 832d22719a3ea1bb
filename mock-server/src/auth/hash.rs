//! MD5 over parts joined by colons: the one hash of digest authentication (RFC 2617, 3.2.1).

use md5::{Digest, Md5};

/// An MD5 sum as 32 lower-case hex digits in ASCII.
pub(super) type Hex = [u8; 32];

/// The sum of `parts` with a colon between each two.
pub(super) fn md5_of(parts: &[&[u8]]) -> Hex {
    let mut md5 = Md5::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            md5.update(b":");
        }
        md5.update(part);
    }
    let mut hex = [0; 32];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(md5.finalize()) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    hex
}

/// [`md5_of`] as text.
pub(super) fn md5_text(parts: &[&[u8]]) -> String {
    String::from_utf8_lossy(&md5_of(parts)).into_owned()
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_the_standard_and_a_colon_between_parts() {
        assert_eq!(md5_text(&[b""]), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5_text(&[b"abc"]), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(md5_text(&[b"a", b"", b"b"]), md5_text(&[b"a::b"]));
    }
}
