//! A length of time as people write it.

use std::{fmt, str::FromStr, time::Duration};

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A length of time, in milliseconds; negative ones lead back.
///
/// ```
/// use fakehq::input::span::Span;
/// let span: Span = "90s".parse()?;
/// assert_eq!(span.millis(), 90_000);
/// assert_eq!(span.to_string(), "90s");
/// # Ok::<(), fakehq::input::span::NoSpan>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(i64);

/// A text that is no length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no length of time; write 250ms, 90s, 10m, 2h or 1d")]
pub struct NoSpan(String);

/// From the longest on, so that a span is shown in the longest unit that fits.
const UNITS: [(&str, i64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

impl Span {
    /// So many milliseconds.
    #[must_use]
    pub const fn of_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Its milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The same for the clock.
    #[must_use]
    pub const fn signed(self) -> SignedDuration {
        SignedDuration::from_millis(self.0)
    }

    /// How long to wait for it; a span that leads back is no wait.
    #[must_use]
    pub fn wait(self) -> Duration {
        Duration::from_millis(self.0.try_into().unwrap_or(0))
    }
}

impl FromStr for Span {
    type Err = NoSpan;

    fn from_str(text: &str) -> Result<Self, NoSpan> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = &text[digits.len()..];
        UNITS
            .into_iter()
            .find(|(known, _)| *known == unit)
            .and_then(|(_, scale)| digits.parse::<i64>().ok()?.checked_mul(scale))
            .map(Self)
            .ok_or_else(|| NoSpan(text.to_owned()))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = UNITS.into_iter().find(|(_, scale)| self.0 % scale == 0);
        match longest.filter(|_| self.0 != 0) {
            Some((unit, scale)) => write!(f, "{}{unit}", self.0 / scale),
            None => write!(f, "{}s", self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct Reader;

impl de::Visitor<'_> for Reader {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a length of time: a whole number of seconds, or a text such as \"250ms\", \"90s\", \"10m\"")
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Span, E> {
        let millis = seconds.checked_mul(1_000);
        millis
            .map(Span)
            .ok_or_else(|| E::custom(NoSpan(seconds.to_string())))
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Span, E> {
        match i64::try_from(seconds) {
            Ok(seconds) => self.visit_i64(seconds),
            Err(_) => Err(E::custom(NoSpan(seconds.to_string()))),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "5", "s", "5 s", "5w", "1.5s", "99999999999999999d"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        assert_eq!("-10m".parse(), Ok(Span(-600_000)));
    }

    proptest! {
        #[test]
        fn a_span_shown_is_read_again(millis in any::<i64>()) {
            let span = Span::of_millis(millis);
            prop_assert_eq!(span.to_string().parse(), Ok(span));
        }

        #[test]
        fn any_text_will_do(text in ".*") {
            let _ = text.parse::<Span>();
        }
    }
}
