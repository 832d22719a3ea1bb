//! What the connection itself answers, before any route is asked.

use http::StatusCode;

/// A request that never reaches the routes; answered in plain words, then the connection closes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The first line is not `METHOD target HTTP/1.x`.
    #[error("the request line is not `METHOD target HTTP/1.1`: {what}. It was: `{line}`")]
    RequestLine {
        /// Which part is wrong.
        what: &'static str,
        /// The line, shortened, with odd bytes escaped.
        line: String,
    },
    /// The target is neither a path nor an `http://` address.
    #[error("the request target must begin with `/` or `http://host/`. It was: `{target}`")]
    Target {
        /// The target, shortened, with odd bytes escaped.
        target: String,
    },
    /// A version of HTTP that is not spoken here.
    #[error("only HTTP/1.0 and HTTP/1.1 are spoken here. The request line was: `{line}`")]
    Version {
        /// The line, shortened, with odd bytes escaped.
        line: String,
    },
    /// A header line that breaks the grammar.
    #[error("a header line is not `Name: value`: {what}. It was: `{line}`")]
    HeaderLine {
        /// What is wrong with it.
        what: String,
        /// The first wrong line, shortened, with odd bytes escaped.
        line: String,
    },
    /// The framing of the body is ambiguous or unreadable.
    #[error("the length of the body cannot be told: {0}")]
    BodyLength(&'static str),
    /// A chunk that breaks the grammar.
    #[error("the chunked body is malformed: {0}")]
    Chunk(&'static str),
    /// The client closed its side in the middle of something.
    #[error("the connection ended {0}")]
    Early(&'static str),
    /// The client was too slow.
    #[error("waited too long for the rest of the {0}")]
    Slow(&'static str),
    /// The body is longer than the limit.
    #[error("the body is longer than the {limit} bytes taken here")]
    BodyTooLong {
        /// The limit in bytes.
        limit: u64,
    },
    /// The target is longer than can be routed.
    #[error(
        "the request target is longer than the {} bytes taken here",
        super::target::LONGEST
    )]
    TargetTooLong,
    /// The head is longer than the limit.
    #[error("the request head is longer than the {limit} bytes taken here")]
    HeadTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// There are more header fields than the limit.
    #[error("the request has more than the {limit} header fields taken here")]
    TooManyFields {
        /// The limit.
        limit: usize,
    },
    /// An expectation other than `100-continue`.
    #[error("the only expectation met here is `Expect: 100-continue`")]
    Expectation,
    /// A transfer coding other than `chunked`.
    #[error("the only transfer coding read here is `chunked`, alone")]
    TransferCoding,
}

impl Refusal {
    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::RequestLine { .. }
            | Self::Target { .. }
            | Self::HeaderLine { .. }
            | Self::BodyLength(_)
            | Self::Chunk(_)
            | Self::Early(_) => StatusCode::BAD_REQUEST,
            Self::Slow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::Expectation => StatusCode::EXPECTATION_FAILED,
            Self::HeadTooLong { .. } | Self::TooManyFields { .. } => {
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
            }
            Self::TransferCoding => StatusCode::NOT_IMPLEMENTED,
            Self::Version { .. } => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
        }
    }

    pub(crate) fn target(target: &[u8]) -> Self {
        Self::Target {
            target: shown(target),
        }
    }

    pub(crate) fn request_line(what: &'static str, line: &[u8]) -> Self {
        Self::RequestLine {
            what,
            line: shown(line),
        }
    }

    pub(crate) fn header_line(what: impl ToString, line: &[u8]) -> Self {
        Self::HeaderLine {
            what: what.to_string(),
            line: shown(line),
        }
    }
}

/// At most 120 bytes of what the client sent, safe to print.
pub(crate) fn shown(bytes: &[u8]) -> String {
    const MOST: usize = 120;
    if bytes.len() <= MOST {
        bytes.escape_ascii().to_string()
    } else {
        format!("{}...", bytes[..MOST].escape_ascii())
    }
}
