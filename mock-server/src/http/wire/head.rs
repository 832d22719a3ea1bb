//! The grammar of a request head.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use memchr::{memchr, memrchr};

use super::{
    RawRequest,
    refusal::{Refusal, shown},
    target::routable,
};

/// A request head, read.
#[derive(Clone, Debug)]
pub struct Head {
    /// The bytes as sent.
    pub raw: RawRequest,
    /// The method.
    pub method: Method,
    /// The target, percent-encoded where a URI needs it.
    pub uri: Uri,
    /// Whether the client speaks HTTP/1.1 rather than 1.0.
    pub http11: bool,
    /// The fields; values are bytes.
    pub headers: HeaderMap,
}

impl Head {
    /// Whether a field that lists words, such as `Connection`, lists this one.
    #[must_use]
    pub fn lists(&self, name: HeaderName, word: &str) -> bool {
        lists(&self.headers, name, word)
    }

    /// Whether the client is ready for a further request on this connection.
    #[must_use]
    pub fn keeps_alive(&self) -> bool {
        if self.http11 {
            !self.lists(http::header::CONNECTION, "close")
        } else {
            self.lists(http::header::CONNECTION, "keep-alive")
        }
    }
}

/// Whether any value of a field that lists words lists this one, in any letter case.
pub(crate) fn lists(headers: &HeaderMap, name: HeaderName, word: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .any(|listed| listed.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

/// Where the head ends that begins at the start of `inbox`: the position behind its blank line.
///
/// `seen` bytes have been searched before, without success.
#[must_use]
pub fn end_of_head(inbox: &[u8], seen: usize) -> Option<usize> {
    // The blank line may have begun up to two bytes before the new input.
    let start = seen.saturating_sub(2);
    let mut at = start;
    while let Some(found) = memchr(b'\n', &inbox[at..]) {
        at += found + 1;
        match inbox[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// Reads a whole head, blank line included.
///
/// The request line is parted at its first and last blank, so that the target may hold any byte.
/// A missing `Host` is let pass: it decides nothing here, and requests typed by hand lack it.
///
/// # Errors
/// The [`Refusal`] to answer with; it names the line and what is wrong with it.
///
/// ```
/// use bytes::Bytes;
/// use fakehq::http::wire::head::read_head;
///
/// let head = read_head(Bytes::from_static(b"GET /a b\" HTTP/1.1\r\nHost: h\r\n\r\n"), 16)?;
/// assert_eq!(head.raw.target(), b"/a b\"");
/// assert_eq!(head.uri, "/a%20b%22");
/// let refused = read_head(Bytes::from_static(b"GET /\r\n\r\n"), 16).unwrap_err();
/// assert_eq!(refused.status(), 400);
/// # Ok::<(), fakehq::http::wire::refusal::Refusal>(())
/// ```
pub fn read_head(head: Bytes, most_fields: usize) -> Result<Head, Refusal> {
    let line_end = memchr(b'\n', &head).unwrap_or(head.len());
    let line = head[..line_end]
        .strip_suffix(b"\r")
        .unwrap_or(&head[..line_end]);
    let (Some(first), Some(last)) = (memchr(b' ', line), memrchr(b' ', line)) else {
        return Err(Refusal::request_line("it has no blanks", line));
    };
    let http11 = version(line, last + 1)?;
    if first == last {
        return Err(Refusal::request_line("it has no target", line));
    }
    let method = Method::from_bytes(&line[..first])
        .map_err(|_| Refusal::request_line("the method is not a word", line))?;
    let uri = routable(&head.slice(first + 1..last))?;
    let version = last + 1..line.len();
    let fields = (line_end + 1).min(head.len());
    let headers = fields_of(&head, fields, most_fields)?;
    Ok(Head {
        raw: RawRequest::new(head, first, first + 1..last, version, fields),
        method,
        uri,
        http11,
        headers,
    })
}

/// Whether the version is 1.1 (or a later 1.x, which must be answered as 1.1).
fn version(line: &[u8], start: usize) -> Result<bool, Refusal> {
    match line[start..] {
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor] if minor.is_ascii_digit() => {
            Ok(minor != b'0')
        }
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            Err(Refusal::Version { line: shown(line) })
        }
        _ => Err(Refusal::request_line(
            "it does not end in an HTTP version",
            line,
        )),
    }
}

fn fields_of(head: &Bytes, start: usize, most: usize) -> Result<HeaderMap, Refusal> {
    let lines = &head[start..];
    let count = lines.iter().filter(|byte| **byte == b'\n').count();
    let mut room = vec![httparse::EMPTY_HEADER; count.min(most)];
    let parsed = match httparse::parse_headers(lines, &mut room) {
        Ok(httparse::Status::Complete((_, parsed))) => parsed,
        Ok(httparse::Status::Partial) => return Err(Refusal::Early("inside the request head")),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(Refusal::TooManyFields { limit: most });
        }
        Err(error) => return Err(Refusal::header_line(error, first_wrong(lines))),
    };
    let mut headers = HeaderMap::with_capacity(parsed.len());
    for field in parsed {
        let wrong = |_| Refusal::header_line("invalid header name", field.name.as_bytes());
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(wrong)?;
        let value = HeaderValue::from_maybe_shared(head.slice_ref(field.value))
            .map_err(|_| Refusal::header_line("invalid header value", field.value))?;
        headers
            .try_append(name, value)
            .map_err(|_| Refusal::TooManyFields { limit: most })?;
    }
    Ok(headers)
}

/// The first line that cannot be read on its own.
fn first_wrong(lines: &[u8]) -> &[u8] {
    let mut room = [httparse::EMPTY_HEADER; 1];
    lines
        .split_inclusive(|byte| *byte == b'\n')
        .find(|line| httparse::parse_headers(line, &mut room).is_err())
        .unwrap_or(lines)
        .trim_ascii_end()
}
