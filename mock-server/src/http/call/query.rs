//! The query of a request, decoded as the old server did: never an error, and the last value of a
//! repeated key wins (facts B).

/// The parameters of a request, in the order sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes the part of a target behind the question mark.
    ///
    /// `+` is a blank, `%zz` stays as it is, and bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn of(raw: &[u8]) -> Self {
        let pairs = raw.split(|&byte| byte == b'&' || byte == b';');
        Self(
            pairs
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let equals = pair.iter().position(|&byte| byte == b'=');
                    let (key, value) = match equals {
                        Some(at) => (&pair[..at], &pair[at + 1..]),
                        None => (pair, &b""[..]),
                    };
                    (decode(key), decode(value))
                })
                .collect(),
        )
    }

    /// The value of a parameter; the last one where there are several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// Leaves out parameters without a value.
    pub fn drop_empty(&mut self) {
        self.0.retain(|(_, value)| !value.is_empty());
    }

    /// Every value of a parameter.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// Names and values, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The names that were sent, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

fn decode(raw: &[u8]) -> String {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [byte, after @ ..] = rest {
        rest = after;
        decoded.push(match *byte {
            b'+' => b' ',
            b'%' => encoded(after).map_or(b'%', |byte| {
                rest = &after[2..];
                byte
            }),
            byte => byte,
        });
    }
    String::from_utf8(decoded)
        .unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned())
}

/// The byte that the next two digits stand for.
fn encoded(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let [high, low, ..] = *digits else {
        return None;
    };
    u8::try_from(digit(high)? << 4 | digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_value_wins() {
        let query = Query::of(b"format=csv&format=json&ufilter=0&ufilter=1");
        assert_eq!(query.get("format"), Some("json"));
        assert_eq!(query.all("ufilter").collect::<Vec<_>>(), ["0", "1"]);
        assert_eq!(query.get("absent"), None);
    }

    #[test]
    fn is_decoded_leniently() {
        let query = Query::of(b"a=%22x+y%22&b=%zz&c&d=\xff&%65=1&f=%E0%A4%85");
        let get = |key| query.get(key).unwrap();
        assert_eq!(get("a"), "\"x y\"");
        assert_eq!(get("b"), "%zz");
        assert_eq!(get("c"), "");
        assert_eq!(get("d"), "\u{fffd}");
        assert_eq!(get("e"), "1");
        assert_eq!(get("f"), "अ");
    }

    proptest! {
        #[test]
        fn any_bytes_will_do(raw in any::<Vec<u8>>()) {
            let _ = Query::of(&raw);
        }

        #[test]
        fn is_decoded_as_others_do(raw in "([%+a-f0-9]|[^&;=]){0,20}") {
            let blanks = raw.replace('+', " ");
            let other = percent_encoding::percent_decode_str(&blanks).decode_utf8_lossy();
            prop_assert_eq!(decode(raw.as_bytes()), other);
        }

        #[test]
        fn what_was_encoded_comes_back(value in ".{0,30}") {
            use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
            let raw = format!("v={}", utf8_percent_encode(&value, NON_ALPHANUMERIC));
            let query = Query::of(raw.as_bytes());
            prop_assert_eq!(query.get("v"), Some(value.as_str()));
        }
    }
}
