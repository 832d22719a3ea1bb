//! The framing of request bodies.

use bytes::{Buf, BytesMut};
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use memchr::memchr2;

use super::{head::Head, refusal::Refusal};

/// How long a request body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many bytes; 0 when the head names no body.
    Exact(u64),
    /// As many as the chunks say.
    Chunked,
}

/// How long the body behind this head is; `limit` in bytes.
///
/// # Errors
/// 400 where two readers could disagree on the end of the body, 413 over the limit, 501 for other
/// codings than `chunked`.
pub fn length(head: &Head, limit: u64) -> Result<Length, Refusal> {
    let mut codings = head.headers.get_all(TRANSFER_ENCODING).iter();
    let mut lengths = head.headers.get_all(CONTENT_LENGTH).iter();
    if let Some(coding) = codings.next() {
        if lengths.next().is_some() {
            return Err(Refusal::BodyLength(
                "Transfer-Encoding and Content-Length are both given",
            ));
        }
        if !head.http11 {
            return Err(Refusal::BodyLength("HTTP/1.0 knows no Transfer-Encoding"));
        }
        if codings.next().is_some() || !coding.as_bytes().eq_ignore_ascii_case(b"chunked") {
            return Err(Refusal::TransferCoding);
        }
        return Ok(Length::Chunked);
    }
    let Some(first) = lengths.next() else {
        return Ok(Length::Exact(0));
    };
    if lengths.any(|other| other != first) {
        return Err(Refusal::BodyLength(
            "two different Content-Length are given",
        ));
    }
    let digits = first.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Refusal::BodyLength("Content-Length is not a number"));
    }
    std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok())
        .filter(|length| *length <= limit)
        .map(Length::Exact)
        .ok_or(Refusal::BodyTooLong { limit })
}

/// Takes a chunked body apart, however its bytes arrive.
#[derive(Debug)]
pub struct Chunks {
    state: State,
    limit: u64,
    room: u64,
    trailer: usize,
}

#[derive(Debug)]
enum State {
    Size,
    Data(u64),
    DataEnd,
    Trailer,
}

/// Longest line with the size of a chunk, extensions included.
const LONGEST_SIZE_LINE: usize = 256;
/// Longest trailer section.
const LONGEST_TRAILER: usize = 8 * 1024;

impl Chunks {
    /// A body of at most `limit` bytes, framing not counted.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self {
            state: State::Size,
            limit,
            room: limit,
            trailer: 0,
        }
    }

    /// Moves what can be read from `inbox` to `body`; true when the body is complete.
    ///
    /// Bytes behind the body stay in `inbox`.
    ///
    /// # Errors
    /// 400 for broken framing, 413 over the limit.
    pub fn take(&mut self, inbox: &mut BytesMut, body: &mut BytesMut) -> Result<bool, Refusal> {
        loop {
            match self.state {
                State::Size => match httparse::parse_chunk_size(inbox) {
                    Ok(httparse::Status::Complete((line, size))) => {
                        // The line ends in CR LF; to a reader that takes a bare LF for the end of a
                        // line, what stands behind one would be data.
                        if memchr2(b'\r', b'\n', &inbox[..line.saturating_sub(2)]).is_some() {
                            return Err(Refusal::Chunk(
                                "a bare line end stands in a chunk extension",
                            ));
                        }
                        inbox.advance(line);
                        self.room = self
                            .room
                            .checked_sub(size)
                            .ok_or(Refusal::BodyTooLong { limit: self.limit })?;
                        self.state = match size {
                            0 => State::Trailer,
                            size => State::Data(size),
                        };
                    }
                    Ok(httparse::Status::Partial) if inbox.len() <= LONGEST_SIZE_LINE => {
                        return Ok(false);
                    }
                    Ok(httparse::Status::Partial) => {
                        return Err(Refusal::Chunk("the line with a chunk's size is too long"));
                    }
                    Err(_) => {
                        return Err(Refusal::Chunk("a chunk's size is not a hexadecimal number"));
                    }
                },
                State::Data(left) => {
                    let here = usize::try_from(left).map_or(inbox.len(), |n| n.min(inbox.len()));
                    body.extend_from_slice(&inbox[..here]);
                    inbox.advance(here);
                    match left - here as u64 {
                        0 => self.state = State::DataEnd,
                        left => {
                            self.state = State::Data(left);
                            return Ok(false);
                        }
                    }
                }
                State::DataEnd => match inbox[..] {
                    [] | [b'\r'] => return Ok(false),
                    [b'\r', b'\n', ..] => {
                        inbox.advance(2);
                        self.state = State::Size;
                    }
                    _ => return Err(Refusal::Chunk("a chunk is longer than its size says")),
                },
                State::Trailer => {
                    let Some(end) = inbox.iter().position(|byte| *byte == b'\n') else {
                        return match self.trailer + inbox.len() {
                            0..=LONGEST_TRAILER => Ok(false),
                            _ => Err(Refusal::Chunk("the trailer is too long")),
                        };
                    };
                    let empty = matches!(inbox[..end], [] | [b'\r']);
                    inbox.advance(end + 1);
                    self.trailer += end + 1;
                    if empty {
                        return Ok(true);
                    }
                    if self.trailer > LONGEST_TRAILER {
                        return Err(Refusal::Chunk("the trailer is too long"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::http::wire::head::read_head;

    fn length_of(fields: &str) -> Result<Length, Refusal> {
        let head = format!("POST / HTTP/1.1\r\n{fields}\r\n");
        length(&read_head(Bytes::from(head), 16).unwrap(), 1000)
    }

    #[test]
    fn the_head_tells_the_length() {
        assert_eq!(length_of(""), Ok(Length::Exact(0)));
        assert_eq!(length_of("Content-Length: 12\r\n"), Ok(Length::Exact(12)));
        assert_eq!(
            length_of("content-length: 7\r\nContent-Length: 7\r\n"),
            Ok(Length::Exact(7))
        );
        assert_eq!(
            length_of("Transfer-Encoding: CHUNKED\r\n"),
            Ok(Length::Chunked)
        );
    }

    #[test]
    fn lengths_that_two_readers_could_read_differently_are_refused() {
        for (fields, status) in [
            ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
            ("Content-Length: 5\r\nContent-Length: 6\r\n", 400),
            ("Content-Length: +5\r\n", 400),
            ("Content-Length: 5, 5\r\n", 400),
            ("Content-Length:\r\n", 400),
            ("Content-Length: 1001\r\n", 413),
            ("Content-Length: 99999999999999999999999\r\n", 413),
            ("Transfer-Encoding: gzip\r\n", 501),
            ("Transfer-Encoding: gzip, chunked\r\n", 501),
            (
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                501,
            ),
        ] {
            let refused = length_of(fields).unwrap_err();
            assert_eq!(refused.status(), status, "{fields}: {refused}");
        }
    }

    #[test]
    fn broken_chunks_are_refused() {
        for (sent, status) in [
            ("x\r\n", 400),
            ("ffffffffffffffff\r\n", 413),
            ("fffffffffffffffff\r\n", 400),
            ("3e9\r\n", 413),
            ("1f4\r\n", 0),
            ("2\r\nabc\r\n", 400),
            ("-1\r\n", 400),
            ("1;x\nab\r\n", 400),
            ("1;x=\"\n\"\r\n", 400),
            ("1;x\ra\r\n", 400),
            ("1\na\r\n", 400),
            ("1;x=y\r\n", 0),
        ] {
            let mut inbox = BytesMut::from(sent);
            let taken = Chunks::new(1000).take(&mut inbox, &mut BytesMut::new());
            match taken {
                Ok(done) => assert!(!done && status == 0, "{sent}"),
                Err(refused) => assert_eq!(refused.status(), status, "{sent}: {refused}"),
            }
        }
    }

    #[test]
    fn endless_lines_are_refused() {
        for start in ["1;ext=", "0\r\nX: "] {
            let mut chunks = Chunks::new(1000);
            let mut inbox = BytesMut::from(start);
            let mut fed = 0;
            while let Ok(done) = chunks.take(&mut inbox, &mut BytesMut::new()) {
                assert!(!done && fed < 100_000, "{start} is taken for ever");
                inbox.extend_from_slice(&[b'a'; 100]);
                fed += 100;
            }
        }
    }

    proptest! {
        #[test]
        fn chunks_cut_anywhere_give_the_body(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..40), 0..8),
            cuts in proptest::collection::vec(1_usize..30, 1..40),
            trailer in proptest::option::of("[A-Z]{1,5}: [a-z]{0,9}"),
        ) {
            let mut sent = Vec::new();
            for piece in &pieces {
                sent.extend(format!("{:X};x=y\r\n", piece.len()).bytes());
                sent.extend(piece);
                sent.extend(b"\r\n");
            }
            sent.extend(b"0\r\n");
            if let Some(line) = trailer {
                sent.extend(format!("{line}\r\n").bytes());
            }
            sent.extend(b"\r\nNEXT");
            let (mut inbox, mut body) = (BytesMut::new(), BytesMut::new());
            let mut chunks = Chunks::new(10_000);
            let mut rest = &sent[..];
            let mut cuts = cuts.iter().cycle();
            while !chunks.take(&mut inbox, &mut body).unwrap() {
                prop_assert!(!rest.is_empty());
                let (now, later) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
                inbox.extend_from_slice(now);
                rest = later;
            }
            inbox.extend_from_slice(rest);
            prop_assert_eq!(&inbox[..], b"NEXT");
            prop_assert_eq!(body, pieces.concat());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Chunks::new(100).take(&mut BytesMut::from(&bytes[..]), &mut BytesMut::new());
        }
    }
}
