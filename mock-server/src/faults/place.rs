//! Where in an answer a fault strikes.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A place in a body: so many bytes in, or a share of its length.
///
/// Written as a number or as a text: `1000`, `"50%"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// After so many bytes.
    Bytes(u64),
    /// After so many hundredths of the body, rounded down.
    Percent(u8),
}

/// A place in an answer, before it or in it.
///
/// Written as `"nothing"`, `"head"`, `1000` or `"50%"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before the first byte.
    Nothing,
    /// After the head.
    Head,
    /// In the body.
    Body(Spot),
}

impl Spot {
    /// The offset in a body of this length; never behind its end.
    ///
    /// ```
    /// use fakehq::faults::Spot;
    /// assert_eq!(Spot::Percent(50).of(401), 200);
    /// assert_eq!(Spot::Bytes(1000).of(401), 401);
    /// ```
    #[must_use]
    pub fn of(self, length: u64) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.min(length),
            // Hundredths first, or a body near the end of numbers would run over.
            Self::Percent(percent) => {
                let percent = u64::from(percent.min(100));
                length / 100 * percent + length % 100 * percent / 100
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let percent = text.strip_suffix('%')?.trim().parse().ok()?;
        (percent <= 100).then_some(Self::Percent(percent))
    }
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "nothing" => Some(Self::Nothing),
            "head" => Some(Self::Head),
            _ => Spot::parse(text).map(Self::Body),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{bytes} bytes of the body"),
            Self::Percent(percent) => write!(f, "{percent}% of the body"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Head => f.write_str("the head"),
            Self::Body(spot) => spot.fmt(f),
        }
    }
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bytes(bytes) => serializer.serialize_u64(*bytes),
            Self::Percent(percent) => serializer.collect_str(&format_args!("{percent}%")),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_str("nothing"),
            Self::Head => serializer.serialize_str("head"),
            Self::Body(spot) => spot.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Spot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader {
            bytes: Self::Bytes,
            text: Self::parse,
            expected: "a place in the body: a number of bytes, or a share such as \"50%\"",
        })
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader {
            bytes: |bytes| Self::Body(Spot::Bytes(bytes)),
            text: Self::parse,
            expected: "a place in the answer: \"nothing\", \"head\", a number of bytes of the body, \
                       or a share of it such as \"50%\"",
        })
    }
}

/// Reads what is a number of bytes or a text.
struct Reader<T> {
    bytes: fn(u64) -> T,
    text: fn(&str) -> Option<T>,
    expected: &'static str,
}

impl<T> de::Visitor<'_> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_u64<E: de::Error>(self, bytes: u64) -> Result<T, E> {
        Ok((self.bytes)(bytes))
    }

    fn visit_i64<E: de::Error>(self, bytes: i64) -> Result<T, E> {
        match u64::try_from(bytes) {
            Ok(bytes) => self.visit_u64(bytes),
            Err(_) => Err(E::invalid_value(de::Unexpected::Signed(bytes), &self)),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.text)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn places_are_read_and_written_alike() {
        for (written, place) in [
            (json!("nothing"), Place::Nothing),
            (json!("head"), Place::Head),
            (json!(7), Place::Body(Spot::Bytes(7))),
            (json!("50%"), Place::Body(Spot::Percent(50))),
        ] {
            assert_eq!(serde_json::to_value(place).unwrap(), written);
            assert_eq!(serde_json::from_value::<Place>(written).unwrap(), place);
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for wrong in [
            json!("101%"),
            json!("-1%"),
            json!(-1),
            json!("half"),
            json!(0.5),
        ] {
            assert!(
                serde_json::from_value::<Place>(wrong.clone()).is_err(),
                "{wrong}"
            );
        }
        assert!(serde_json::from_value::<Spot>(json!("head")).is_err());
        assert!(serde_json::from_value::<Spot>(Value::Null).is_err());
    }

    proptest! {
        #[test]
        fn a_spot_is_never_behind_the_end(percent in 0u8..=255, bytes: u64, length: u64) {
            prop_assert!(Spot::Percent(percent).of(length) <= length);
            prop_assert!(Spot::Bytes(bytes).of(length) <= length);
            prop_assert_eq!(Spot::Percent(0).of(length), 0);
            prop_assert_eq!(Spot::Percent(100).of(length), length);
        }

        #[test]
        fn shares_are_exact(percent in 0u8..=100, length in 0u64..1_000_000) {
            prop_assert_eq!(Spot::Percent(percent).of(length), length * u64::from(percent) / 100);
        }
    }
}
