//! A recorded answer, and which requests it is for.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::written;

/// A recorded answer of a project space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Where it stands, decoded: what follows the name of the space in the path.
    pub path: String,
    /// The method; any without it.
    pub method: Option<String>,
    /// Parameters that a request must have, with these values; it may have others.
    pub parameters: BTreeMap<String, String>,
    /// Whether only who may export gets it; others meet what they meet at an export.
    pub login: bool,
    /// What is served.
    pub served: Served,
}

/// What is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Served {
    /// A body under a head of ours.
    Body {
        /// The status.
        status: u16,
        /// Fields of the head, in order.
        headers: Vec<(String, String)>,
        /// The body.
        #[serde(with = "written")]
        body: Bytes,
    },
    /// Head and body, byte for byte; the connection ends with them.
    Verbatim {
        /// The status that the head tells.
        status: u16,
        /// The head, its blank line included.
        #[serde(with = "written")]
        head: Bytes,
        /// What follows.
        #[serde(with = "written")]
        body: Bytes,
    },
}

impl Recorded {
    /// Whether a request is one of those: `path` is decoded, `parameter` tells the value of one.
    #[must_use]
    pub fn is_for<'q>(
        &self,
        method: &str,
        path: &str,
        parameter: impl Fn(&str) -> Option<&'q str>,
    ) -> bool {
        let same_method = self.method.as_deref().is_none_or(|own| own == method);
        let mut parameters = self.parameters.iter();
        same_method
            && path == self.path
            && parameters.all(|(name, value)| parameter(name) == Some(value))
    }
}

impl Served {
    /// Takes a recording apart; none if it does not begin with the head of an answer.
    ///
    /// Lines may end as in a text file, without carriage returns.
    ///
    /// ```
    /// use fakehq::world::recorded::Served;
    /// let served = Served::verbatim("HTTP/1.1 302 FOUND\nX-Odd:  yes\n\nbody".into()).unwrap();
    /// let Served::Verbatim { status, head, body } = served else { panic!() };
    /// assert_eq!((status, head.len(), &body[..]), (302, 32, &b"body"[..]));
    /// ```
    #[must_use]
    pub fn verbatim(bytes: Bytes) -> Option<Self> {
        let status = status_of(&bytes)?;
        let end = end_of_head(&bytes)?;
        Some(Self::Verbatim {
            status,
            head: bytes.slice(..end),
            body: bytes.slice(end..),
        })
    }
}

/// The number in `HTTP/1.1 200 OK`.
fn status_of(bytes: &[u8]) -> Option<u16> {
    let line = bytes.split(|&byte| byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let version = words.next()?;
    let status = words.next().filter(|word| word.len() == 3)?.parse().ok()?;
    (version.starts_with("HTTP/") && (200..=599).contains(&status)).then_some(status)
}

/// Where the first empty line ends.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let length = bytes.get(start..)?.iter().position(|&byte| byte == b'\n')?;
        let line = &bytes[start..start + length];
        start += length + 1;
        if line.is_empty() || line == b"\r" {
            return Some(start);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_does_not_begin_with_a_head_is_no_recording() {
        for text in [
            "",
            "PK\x03\x04",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n",
            "HTTP/1.1 99 X\r\n\r\n",
            "HTTP/1.1 2000 X\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
        ] {
            assert_eq!(Served::verbatim(text.into()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_panics(tail in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = Served::verbatim(Bytes::from(tail.clone()));
            let head: &[u8] = b"HTTP/1.0 200\r\nA: b\r\n\r\n";
            let all = [head, &tail].concat();
            let parts = Served::verbatim(all.into());
            let expected = Served::Verbatim {
                status: 200,
                head: head.into(),
                body: tail.into(),
            };
            prop_assert_eq!(parts, Some(expected));
        }
    }

    #[test]
    fn a_request_must_have_the_parameters_and_may_have_others() {
        let recorded = Recorded {
            path: "x/".to_owned(),
            method: Some("GET".to_owned()),
            parameters: [("format".to_owned(), "csv".to_owned())].into(),
            login: true,
            served: Served::verbatim("HTTP/1.1 200\n\n".into()).unwrap(),
        };
        let csv = |name: &str| (name == "format").then_some("csv");
        assert!(recorded.is_for("GET", "x/", csv));
        assert!(!recorded.is_for("POST", "x/", csv));
        assert!(!recorded.is_for("GET", "x", csv));
        assert!(!recorded.is_for("GET", "x/", |_| None));
        assert!(!recorded.is_for("GET", "x/", |_| Some("json")));
    }
}
