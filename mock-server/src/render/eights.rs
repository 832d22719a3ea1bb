//! Looking for special bytes eight at a time.
//!
//! Nearly every cell is a short text without anything to quote or escape, and finding that out byte
//! by byte would cost half of the encoding. Here eight bytes stand side by side in one number, and a
//! few operations look at all of them.

const ONES: u64 = u64::MAX / 255;
const HIGHS: u64 = ONES << 7;

/// Eight bytes of a text, side by side.
#[derive(Clone, Copy)]
pub(super) struct Eight(u64);

/// What was found in an [`Eight`]: a highest bit for each byte that answers, and nothing if none
/// does. A byte above one that answers may seem to answer too, which [`any_byte`] does not mind.
#[derive(Clone, Copy)]
pub(super) struct Found(u64);

impl Eight {
    /// Which bytes are this one; for bytes below 128.
    #[inline]
    pub(super) const fn is(self, byte: u8) -> Found {
        let zeros = self.0 ^ (ONES * byte as u64);
        // Only a zero borrows from a highest bit that was not set.
        Found(zeros.wrapping_sub(ONES) & !zeros)
    }

    /// Which bytes are below this one; for bytes up to 128.
    #[inline]
    pub(super) const fn below(self, byte: u8) -> Found {
        Found(self.0.wrapping_sub(ONES * byte as u64) & !self.0)
    }

    /// Which bytes are no ASCII.
    #[inline]
    pub(super) const fn not_ascii(self) -> Found {
        Found(self.0)
    }
}

impl std::ops::BitOr for Found {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Whether any byte of a text is special. Bytes may be asked about more than once.
#[inline]
pub(super) fn any_byte(text: &[u8], special: impl Fn(Eight) -> Found) -> bool {
    let special = |eight: [u8; 8]| special(Eight(u64::from_le_bytes(eight))).0 & HIGHS != 0;
    if let Some(last) = text.last_chunk() {
        let (eights, _) = text.as_chunks();
        return eights.iter().chain([last]).any(|eight| special(*eight));
    }
    // Fewer than eight: some of them twice, so that no made-up byte can answer.
    match *text {
        [] => false,
        [a] => special([a; 8]),
        [a, b] => special([a, b, a, b, a, b, a, b]),
        [a, b, c] => special([a, b, c, a, b, c, a, b]),
        [a, b, c, d, ..] => {
            let [.., e, f, g, h] = *text else {
                return false;
            };
            special([a, b, c, d, e, f, g, h])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_a_look_at_each_byte_says(
            text in prop::collection::vec(any::<u8>(), 0..40),
            plain in prop::collection::vec(0x2b..0x2eu8, 0..40),
            byte in 0..128u8,
        ) {
            for text in [text, plain] {
                prop_assert_eq!(any_byte(&text, |eight| eight.is(byte)), text.contains(&byte));
                prop_assert_eq!(
                    any_byte(&text, |eight| eight.below(byte)), text.iter().any(|found| *found < byte)
                );
                prop_assert_eq!(any_byte(&text, Eight::not_ascii), !text.is_ascii());
                prop_assert_eq!(
                    any_byte(&text, |eight| eight.is(b',') | eight.is(byte)),
                    text.contains(&b',') || text.contains(&byte)
                );
            }
        }

        #[test]
        fn one_special_byte_is_seen_wherever_it_stands(
            mut text in prop::collection::vec(any::<u8>(), 1..40), at in any::<prop::sample::Index>(),
        ) {
            text.iter_mut().for_each(|byte| if *byte == b',' { *byte = b'-' });
            prop_assert!(!any_byte(&text, |eight| eight.is(b',')));
            let at = at.index(text.len());
            text[at] = b',';
            prop_assert!(any_byte(&text, |eight| eight.is(b',')));
        }
    }
}
