//! Making nonces and knowing one's own again.
//!
//! A nonce is `<time>:<salt>:<signature>`: seconds since 1970 with 12 significant digits, 4 upper-case
//! hex digits, and the MD5 of time, salt and the server's secret (facts G.2). Nothing has to be
//! remembered to know that it is ours and when it was made.

use jiff::Timestamp;
use subtle::ConstantTimeEq;

use crate::auth::hash::{Hex, md5_of, md5_text};

/// What signs nonces.
pub struct Signer {
    secret: Box<str>,
    /// Where the salts of this secret begin, so that two servers do not start alike.
    first_salt: u16,
}

impl Signer {
    /// A signer with a secret; the same secret makes the same nonces.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        let sum: Hex = md5_of(&[b"first salt", secret.as_bytes()]);
        Self {
            secret: secret.into(),
            first_salt: u16::from_le_bytes([sum[0], sum[1]]),
        }
    }

    /// The nonce of the challenge with this ordinal.
    ///
    /// Ordinals step through all 65,536 salts before one comes again, so that nonces differ even
    /// under a clock that stands still.
    #[must_use]
    pub fn nonce(&self, now: Timestamp, ordinal: u64) -> String {
        let [low, high, ..] = ordinal.to_le_bytes();
        // An odd factor walks through all salts, without looking like a count.
        let salt = u16::from_le_bytes([low, high])
            .wrapping_mul(0x9E37)
            .wrapping_add(self.first_salt);
        self.sign(&time_text(now), &format!("{salt:04X}"))
    }

    /// The opaque of the challenge with this ordinal: 32 upper-case hex digits.
    #[must_use]
    pub fn opaque(&self, ordinal: u64) -> String {
        let ordinal = ordinal.to_string();
        let mut opaque = md5_text(&[b"opaque", ordinal.as_bytes(), self.secret.as_bytes()]);
        opaque.make_ascii_uppercase();
        opaque
    }

    /// The nonce of a printed time and a salt.
    ///
    /// ```
    /// use fakehq::auth::digest::nonce::Signer;
    /// assert_eq!(
    ///     Signer::new("s3cret").sign("1389000000.12", "0F14"),
    ///     "1389000000.12:0F14:206cccb2f3b60513d9d6650c8d80b552",
    /// );
    /// ```
    #[must_use]
    pub fn sign(&self, time: &str, salt: &str) -> String {
        let signature = md5_text(&[time.as_bytes(), salt.as_bytes(), self.secret.as_bytes()]);
        [time, salt, &signature].join(":")
    }

    /// When a nonce was issued, in milliseconds since 1970; nothing if this signer did not make it.
    #[must_use]
    pub fn issued(&self, nonce: &[u8]) -> Option<i64> {
        let mut parts = nonce.splitn(3, |&byte| byte == b':');
        let (time, salt, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let right = md5_of(&[time, salt, self.secret.as_bytes()]);
        if !bool::from(right.as_slice().ct_eq(signature)) {
            return None;
        }
        let seconds: f64 = std::str::from_utf8(time).ok()?.parse().ok()?;
        // A float far out of range becomes the nearest end: still a time, and too old or new.
        #[allow(clippy::cast_possible_truncation)]
        Some((seconds * 1e3).round() as i64)
    }
}

/// Seconds since 1970 with 12 significant digits, no zeros at the end but at least one decimal:
/// `1389000000.12`, `1389000000.0` (facts G.2).
fn time_text(now: Timestamp) -> String {
    #[allow(clippy::cast_precision_loss)]
    let seconds = now.as_microsecond() as f64 / 1e6;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = seconds.abs() as u64;
    let more_digits = whole.checked_ilog10().unwrap_or(0) as usize;
    let text = format!("{seconds:.*}", 11usize.saturating_sub(more_digits).max(1));
    let kept = text.trim_end_matches('0');
    if kept.ends_with('.') {
        format!("{kept}0")
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_microsecond(micros).unwrap()
    }

    #[test]
    fn times_have_twelve_significant_digits() {
        for (micros, text) in [
            (1_389_000_000_120_000, "1389000000.12"),
            (1_389_000_000_100_000, "1389000000.1"),
            (1_389_000_000_000_000, "1389000000.0"),
            (1_389_000_000_126_000, "1389000000.13"),
            (1_389_000_010_999_900, "1389000011.0"),
            (0, "0.0"),
            (-1_500_000, "-1.5"),
        ] {
            assert_eq!(time_text(at(micros)), text);
        }
    }

    #[test]
    fn a_standing_clock_makes_no_nonce_twice_for_a_long_time() {
        let signer = Signer::new("x");
        let nonces: HashSet<String> = (0..65_536).map(|n| signer.nonce(at(0), n)).collect();
        assert_eq!(nonces.len(), 65_536);
    }

    #[test]
    fn opaque_is_32_upper_case_hex_digits_and_new_each_time() {
        let signer = Signer::new("x");
        let opaque = signer.opaque(1);
        assert_eq!(opaque.len(), 32);
        assert!(
            opaque
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
        );
        assert_ne!(opaque, signer.opaque(2));
    }

    proptest! {
        #[test]
        fn a_signer_knows_its_nonces_and_their_time(
            seconds in 1_000_000_000i64..9_999_999_999, hundredth in 0i64..100, ordinal in any::<u64>(),
        ) {
            let now = at(seconds * 1_000_000 + hundredth * 10_000);
            let nonce = Signer::new("x").nonce(now, ordinal);
            prop_assert_eq!(Signer::new("x").issued(nonce.as_bytes()), Some(now.as_millisecond()));
            prop_assert_eq!(Signer::new("y").issued(nonce.as_bytes()), None);
        }

        #[test]
        fn one_changed_byte_is_a_foreign_nonce(place in 0usize..51, flip in 1u8..=255) {
            let mut nonce = Signer::new("x").nonce(at(1_389_000_000_120_000), 7).into_bytes();
            prop_assert_eq!(nonce.len(), 51);
            nonce[place] ^= flip;
            prop_assert_eq!(Signer::new("x").issued(&nonce), None);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Signer::new("x").issued(&bytes);
        }
    }
}
