//! The request head as the client sent it.

use std::ops::Range;

use bytes::Bytes;
use http::Request;

/// The head of a request, byte for byte, as an extension of the request.
///
/// Journal, transcript and digest check judge what was really sent: the target before any
/// percent-encoding, header names in the client's spelling and order, values as bytes (curl sends
/// UTF-8 in `Authorization`, others Latin-1).
///
/// ```
/// use bytes::Bytes;
/// use fakehq::http::wire::head::read_head;
///
/// let head = Bytes::from_static(b"GET /?t=\"x\" HTTP/1.1\r\nUSER-agent: curl\r\n\r\n");
/// let raw = read_head(head, 16)?.raw;
/// assert_eq!(raw.target(), b"/?t=\"x\"");
/// assert_eq!(raw.fields().next(), Some((&b"USER-agent"[..], &b"curl"[..])));
/// # Ok::<(), fakehq::http::wire::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRequest {
    head: Bytes,
    method: usize,
    target: Range<usize>,
    version: Range<usize>,
    fields: usize,
}

impl RawRequest {
    /// Marks the parts of a head whose grammar has been checked: where the method ends, where
    /// target and version lie, where the first header line begins.
    pub(crate) fn new(
        head: Bytes,
        method: usize,
        target: Range<usize>,
        version: Range<usize>,
        fields: usize,
    ) -> Self {
        Self {
            head,
            method,
            target,
            version,
            fields,
        }
    }

    /// The head of a request: as it was sent, or written anew where another connection than ours brought
    /// it.
    pub fn of<B>(request: &Request<B>) -> Self {
        if let Some(sent) = request.extensions().get() {
            return Self::clone(sent);
        }
        let method = request.method().as_str();
        let mut head =
            format!("{method} {} {:?}\r\n", request.uri(), request.version()).into_bytes();
        let (version, fields) = (head.len() - "HTTP/1.1\r\n".len(), head.len());
        for (name, value) in request.headers() {
            let line = [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"];
            head.extend(line.concat());
        }
        head.extend_from_slice(b"\r\n");
        Self {
            head: head.into(),
            method: method.len(),
            target: method.len() + 1..version - 1,
            version: version..fields - 2,
            fields,
        }
    }

    /// The whole head, from the method to the blank line, both included.
    #[must_use]
    pub fn head(&self) -> &Bytes {
        &self.head
    }

    /// The method, as sent.
    #[must_use]
    pub fn method(&self) -> &[u8] {
        &self.head[..self.method]
    }

    /// The target, as sent: all between the first and the last blank of the request line.
    #[must_use]
    pub fn target(&self) -> &[u8] {
        &self.head[self.target.clone()]
    }

    /// The version, as sent: `HTTP/1.0` or `HTTP/1.1`.
    #[must_use]
    pub fn version(&self) -> &[u8] {
        &self.head[self.version.clone()]
    }

    /// The header lines in the client's order: name as spelt, value without blanks around it.
    pub fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.head[self.fields..]
            .split(|byte| *byte == b'\n')
            .filter_map(|line| {
                let colon = line.iter().position(|byte| *byte == b':')?;
                Some((&line[..colon], line[colon + 1..].trim_ascii()))
            })
    }

    /// The values of one field, in order; the name in any letter case.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fields()
            .filter(move |(sent, _)| sent.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_another_connection_has_a_head_too() {
        let request = Request::get("http://hq/a/b?x=%22").header("accept", "*/*");
        let raw = RawRequest::of(&request.body(()).unwrap());
        assert_eq!(raw.method(), b"GET");
        assert_eq!(raw.target(), b"http://hq/a/b?x=%22");
        assert_eq!(raw.version(), b"HTTP/1.1");
        let fields: Vec<_> = raw.fields().collect();
        assert_eq!(fields, [(&b"accept"[..], &b"*/*"[..])]);
    }

    #[test]
    fn what_was_sent_is_taken_as_it_stands() {
        let head = Bytes::from_static(b"GET /\" HTTP/1.1\r\nACCEPT: *\r\n\r\n");
        let sent = crate::http::wire::head::read_head(head, 1).unwrap().raw;
        let request = Request::get("/%22").extension(sent.clone()).body(());
        assert_eq!(RawRequest::of(&request.unwrap()), sent);
    }
}
