//! The head of a response.

use bytes::Bytes;
use http::{
    HeaderValue, StatusCode,
    header::{CONNECTION, CONTENT_LENGTH, DATE, HeaderMap, TRANSFER_ENCODING},
    response::Parts,
};

use super::{Spelling, head::lists, reason::write_status_line};

/// How the end of a body is told; a response extension that overrides the usual choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// `Content-Length`; a body of unknown length is gathered first.
    Length,
    /// Chunks; for HTTP/1.0, which knows none, the connection's end.
    Chunked,
    /// The connection's end.
    Close,
}

/// A response extension: the head byte for byte, in the place of the one that would be written. The body
/// ends with the connection, whatever this head says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VerbatimHead(pub Bytes);

/// What the exchange so far says about the answer.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// The request's method was HEAD.
    pub(crate) head_only: bool,
    /// The client speaks HTTP/1.1.
    pub(crate) http11: bool,
    /// The client and this server are ready for a further request.
    pub(crate) keep: bool,
    /// A fault is laid on: a `Content-Length` is written as the handler told it, right or wrong.
    pub(crate) faulty: bool,
    /// Bytes of the body, if known.
    pub(crate) size: Option<u64>,
    /// The text of `Date`.
    pub(crate) date: Option<HeaderValue>,
}

/// The head of an answer and how its body will end.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) head: Bytes,
    pub(crate) extent: Extent,
    pub(crate) keep: bool,
    pub(crate) faulty: bool,
}

/// How the end of this body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// By its nature this answer has no body.
    Bodyless,
    Length(u64),
    Chunked,
    UntilClose,
}

/// Writes the head: the handler's fields in the order in which it inserted them, then what the
/// connection adds (length or coding, `Connection`, `Date`).
pub(crate) fn plan(parts: &Parts, setting: Setting) -> Plan {
    if let Some(VerbatimHead(head)) = parts.extensions.get() {
        let bodyless = setting.head_only || !has_body(parts.status);
        return Plan {
            head: head.clone(),
            extent: if bodyless {
                Extent::Bodyless
            } else {
                Extent::UntilClose
            },
            keep: false,
            faulty: setting.faulty,
        };
    }
    let extent = extent(parts, &setting);
    let keep =
        setting.keep && extent != Extent::UntilClose && !lists(&parts.headers, CONNECTION, "close");
    let mut out = Writer {
        bytes: Vec::with_capacity(512),
        spelling: parts.extensions.get().copied().unwrap_or_default(),
    };
    write_status_line(parts.status, &mut out.bytes);
    let mut length_written = false;
    for (name, value) in &parts.headers {
        if name == CONTENT_LENGTH {
            match extent {
                Extent::Length(length) if !length_written => out.length(length),
                Extent::Bodyless if has_length(parts.status) => out.field(name, value.as_bytes()),
                _ => continue,
            }
            length_written = true;
        } else if name != CONNECTION && name != TRANSFER_ENCODING {
            out.field(name, value.as_bytes());
        }
    }
    match extent {
        Extent::Length(length) if !length_written => out.length(length),
        Extent::Chunked => out.field(&TRANSFER_ENCODING, b"chunked"),
        _ => {}
    }
    if !keep {
        out.field(&CONNECTION, b"close");
    } else if !setting.http11 {
        out.field(&CONNECTION, b"keep-alive");
    }
    if let Some(date) = setting.date.filter(|_| !parts.headers.contains_key(DATE)) {
        out.field(&DATE, date.as_bytes());
    }
    out.bytes.extend_from_slice(b"\r\n");
    Plan {
        head: Bytes::from(out.bytes),
        extent,
        keep,
        faulty: setting.faulty,
    }
}

fn extent(parts: &Parts, setting: &Setting) -> Extent {
    if setting.head_only || !has_body(parts.status) {
        return Extent::Bodyless;
    }
    let told = told_length(&parts.headers);
    match parts.extensions.get::<Framing>() {
        Some(Framing::Close) => return Extent::UntilClose,
        Some(Framing::Chunked) if setting.http11 => return Extent::Chunked,
        Some(Framing::Chunked) => return Extent::UntilClose,
        Some(Framing::Length) | None => {}
    }
    let length = if setting.faulty {
        told.or(setting.size)
    } else {
        // The truth wins over what a handler says of a body that is there.
        setting.size.or(told)
    };
    match length {
        Some(length) => Extent::Length(length),
        None if setting.http11 => Extent::Chunked,
        None => Extent::UntilClose,
    }
}

fn told_length(headers: &HeaderMap) -> Option<u64> {
    std::str::from_utf8(headers.get(CONTENT_LENGTH)?.as_bytes())
        .ok()?
        .parse()
        .ok()
}

fn has_body(status: StatusCode) -> bool {
    has_length(status) && status != StatusCode::NOT_MODIFIED
}

/// 304 may tell the length of what it does not send; axum tells 0 there, which is untrue.
fn has_length(status: StatusCode) -> bool {
    !status.is_informational()
        && status != StatusCode::NO_CONTENT
        && status != StatusCode::NOT_MODIFIED
}

struct Writer {
    bytes: Vec<u8>,
    spelling: Spelling,
}

impl Writer {
    fn field(&mut self, name: &http::HeaderName, value: &[u8]) {
        self.spelling.write(name, &mut self.bytes);
        self.bytes.extend_from_slice(b": ");
        self.bytes.extend_from_slice(value);
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn length(&mut self, length: u64) {
        self.field(&CONTENT_LENGTH, length.to_string().as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;

    fn setting() -> Setting {
        Setting {
            head_only: false,
            http11: true,
            keep: true,
            faulty: false,
            size: Some(3),
            date: None,
        }
    }

    fn written(response: Response<()>, setting: Setting) -> (String, Extent, bool) {
        let plan = plan(&response.into_parts().0, setting);
        let head = String::from_utf8_lossy(&plan.head).into_owned();
        (head, plan.extent, plan.keep)
    }

    #[test]
    fn fields_keep_the_order_of_insertion() {
        let mut response = Response::builder().status(401);
        let names = [
            "www-authenticate",
            "x-a",
            "content-length",
            "http_x_openrosa_version",
            "etag",
            "a",
            "z",
            "b",
        ];
        for name in names {
            response = response.header(name, "3");
        }
        let date = Some(HeaderValue::from_static("today"));
        let (head, extent, keep) =
            written(response.body(()).unwrap(), Setting { date, ..setting() });
        assert_eq!(
            head,
            "HTTP/1.1 401 UNAUTHORIZED\r\nWWW-Authenticate: 3\r\nX-A: 3\r\nContent-Length: 3\r\n\
             HTTP_X_OPENROSA_VERSION: 3\r\nETag: 3\r\nA: 3\r\nZ: 3\r\nB: 3\r\nDate: today\r\n\r\n"
        );
        assert_eq!((extent, keep), (Extent::Length(3), true));
    }

    #[test]
    fn the_real_length_wins_unless_a_fault_is_laid_on() {
        let response = || {
            Response::builder()
                .header("content-length", "99")
                .body(())
                .unwrap()
        };
        assert_eq!(written(response(), setting()).1, Extent::Length(3));
        let unknown = Setting {
            size: None,
            ..setting()
        };
        assert_eq!(written(response(), unknown).1, Extent::Length(99));
        let faulty = Setting {
            faulty: true,
            ..setting()
        };
        let (head, extent, _) = written(response(), faulty);
        assert_eq!(extent, Extent::Length(99));
        assert_eq!(head, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
    }

    #[test]
    fn unknown_lengths_are_chunked_or_end_with_the_connection() {
        let chunked = Setting {
            size: None,
            ..setting()
        };
        let (head, extent, keep) = written(Response::new(()), chunked.clone());
        assert_eq!((extent, keep), (Extent::Chunked, true));
        assert_eq!(
            head,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let old = Setting {
            http11: false,
            ..chunked
        };
        let (head, extent, keep) = written(Response::new(()), old);
        assert_eq!((extent, keep), (Extent::UntilClose, false));
        assert_eq!(head, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    }

    #[test]
    fn answers_without_a_body_tell_no_untrue_length() {
        for (status, head_only, line) in [
            (204, false, ""),
            (304, false, ""),
            (405, true, "Content-Length: 0\r\n"),
        ] {
            let response = Response::builder()
                .status(status)
                .header("content-length", "0");
            let (head, extent, _) = written(
                response.body(()).unwrap(),
                Setting {
                    head_only,
                    ..setting()
                },
            );
            assert_eq!(extent, Extent::Bodyless);
            assert_eq!(head.split_once("\r\n").unwrap().1, format!("{line}\r\n"));
        }
    }

    #[test]
    fn a_handler_may_close_and_choose_framing_and_spelling() {
        let mut response = Response::builder()
            .header("connection", "close")
            .header("www-authenticate", "x")
            .extension(Spelling::Lower)
            .body(())
            .unwrap();
        let (head, _, keep) = written(response.clone(), setting());
        assert!(!keep);
        assert_eq!(
            head,
            "HTTP/1.1 200 OK\r\nwww-authenticate: x\r\ncontent-length: 3\r\nconnection: close\r\n\r\n"
        );
        response.extensions_mut().insert(Framing::Close);
        assert_eq!(written(response.clone(), setting()).1, Extent::UntilClose);
        response.extensions_mut().insert(Framing::Chunked);
        assert_eq!(written(response, setting()).1, Extent::Chunked);
    }
}
