//! Bytes of the socket become heads and bodies, within limits.

use std::{io, time::Duration};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

use super::{
    Limits,
    body::{Chunks, Length},
    head::end_of_head,
    refusal::Refusal,
};

/// Room made for each read.
const READ: usize = 16 * 1024;

/// Why no request came.
pub(crate) enum Trouble {
    /// The request is answered by the connection itself.
    Refused(Refusal),
    /// The connection is beyond answering.
    Lost,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<io::Error> for Trouble {
    fn from(_: io::Error) -> Self {
        Self::Lost
    }
}

/// Resolves when the server stops (or is gone).
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Either the word was given or nobody is left to give it.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

/// The next head, from its first byte to its blank line.
///
/// None when there will be none: the client has ended, idled too long, or the server stops.
pub(crate) async fn head<T: AsyncRead + Unpin>(
    io: &mut T,
    inbox: &mut BytesMut,
    limits: &Limits,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<Bytes>, Trouble> {
    let mut seen = 0;
    let mut idle_until = None;
    let mut head_until = None;
    loop {
        skip_empty_lines(inbox, &mut seen);
        let end = end_of_head(inbox, seen);
        if end.unwrap_or(inbox.len()) > limits.head_bytes {
            return Err(too_long(inbox, limits).into());
        }
        if let Some(end) = end {
            // A copy of its own size: whoever keeps the head does not keep the buffer.
            let head = Bytes::copy_from_slice(&inbox[..end]);
            inbox.advance(end);
            return Ok(Some(head));
        }
        seen = inbox.len();
        let quiet = inbox.is_empty();
        let until = if quiet {
            *idle_until.get_or_insert_with(|| Instant::now() + limits.idle)
        } else {
            *head_until.get_or_insert_with(|| Instant::now() + limits.head_time)
        };
        make_room(inbox);
        let read = tokio::select! {
            biased;
            read = timeout_at(until, io.read_buf(inbox)) => read,
            () = stopped(stop) => return Ok(None),
        };
        match read {
            Ok(Ok(0)) | Err(_) if quiet => return Ok(None),
            Ok(Ok(0)) => return Err(Refusal::Early("inside the request head").into()),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error.into()),
            Err(_) => return Err(Refusal::Slow("request head").into()),
        }
    }
}

/// Empty lines before a request are no part of it: some clients end a body with one.
fn skip_empty_lines(inbox: &mut BytesMut, seen: &mut usize) {
    loop {
        match inbox[..] {
            [b'\n', ..] => inbox.advance(1),
            [b'\r', b'\n', ..] => inbox.advance(2),
            _ => return,
        }
        *seen = 0;
    }
}

fn too_long(inbox: &BytesMut, limits: &Limits) -> Refusal {
    let first = &inbox[..limits.head_bytes.min(inbox.len())];
    if first.contains(&b'\n') {
        Refusal::HeadTooLong {
            limit: limits.head_bytes,
        }
    } else {
        Refusal::TargetTooLong
    }
}

fn make_room(buffer: &mut BytesMut) {
    if buffer.capacity() - buffer.len() < READ / 4 {
        buffer.reserve(READ);
    }
}

/// The whole body of a request.
pub(crate) async fn body<T: AsyncRead + Unpin>(
    io: &mut T,
    inbox: &mut BytesMut,
    length: Length,
    limits: &Limits,
) -> Result<Bytes, Trouble> {
    let mut body = BytesMut::new();
    match length {
        Length::Exact(0) => {}
        Length::Exact(length) => {
            let length = usize::try_from(length).map_err(|_| Refusal::BodyTooLong {
                limit: limits.body_bytes,
            })?;
            body.extend_from_slice(&inbox[..length.min(inbox.len())]);
            inbox.advance(body.len());
            while body.len() < length {
                let left = length - body.len();
                // Grows with what has come, not with what was announced.
                body.reserve(left.min(READ.max(body.len())));
                more(io, &mut (&mut body).limit(left), limits.body_stall).await?;
            }
        }
        Length::Chunked => {
            let mut chunks = Chunks::new(limits.body_bytes);
            while !chunks.take(inbox, &mut body)? {
                make_room(inbox);
                more(io, inbox, limits.body_stall).await?;
            }
        }
    }
    Ok(body.freeze())
}

async fn more<T: AsyncRead + Unpin, B: BufMut + ?Sized>(
    io: &mut T,
    buffer: &mut B,
    stall: Duration,
) -> Result<(), Trouble> {
    match timeout(stall, io.read_buf(buffer)).await {
        Ok(Ok(0)) => Err(Refusal::Early("inside the request body").into()),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Refusal::Slow("request body").into()),
    }
}
