//! Whether a client still waits for its answer.
//!
//! A client that has gone looks like one that has only said all it had to say: in both cases its side of the
//! connection has ended. The difference shows when something is sent, which a system without the client
//! answers with a reset. So while a long answer is being made for a client that says no more, the beginning
//! that every answer has goes out ahead, one byte now and then.

use std::{
    io::{self, ErrorKind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::BytesMut;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::sleep,
};

use super::transport::Transport;

/// What every status line of this server begins with.
const BEGINNING: &[u8] = b"HTTP/1.1 ";

/// How long answers may take before anything is sent ahead, and until the second byte. Each pause is twice
/// the one before, so that the last byte goes out after some forty seconds.
const FIRST_PAUSE: Duration = Duration::from_millis(80);

/// As much is taken of the requests that a client sends ahead while it waits.
const MOST_AHEAD: usize = 64 << 10;

/// Whether the client of a request still waits for its answer: an extension of the request.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<State>);

#[derive(Debug, Default)]
struct State {
    gone: AtomicBool,
    /// Whether the answer takes long enough to be worth the question.
    matters: AtomicBool,
}

impl Presence {
    /// Whether the client has gone. It has not, as far as anybody knows, where nobody looks.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.0.gone.load(Ordering::Relaxed)
    }

    /// From now on it is worth finding out.
    pub fn matters(&self) {
        self.0.matters.store(true, Ordering::Relaxed);
    }

    /// The client has gone.
    pub fn leave(&self) {
        self.0.gone.store(true, Ordering::Relaxed);
    }

    /// Whether both are of the same request.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Watches the client of one request; drop it when the answer is made.
pub(crate) struct Watch<'a, T> {
    pub(crate) io: &'a mut T,
    pub(crate) inbox: &'a mut BytesMut,
    pub(crate) presence: Presence,
    /// How many bytes of the answer have gone out ahead.
    pub(crate) ahead: usize,
}

impl<T: Transport> Watch<'_, T> {
    /// Marks the client as gone when it goes; never returns.
    pub(crate) async fn run(&mut self) {
        if self.gone().await.is_err() {
            self.presence.leave();
        }
        std::future::pending::<()>().await;
    }

    /// Ends with an error when the client has gone.
    async fn gone(&mut self) -> io::Result<()> {
        self.end_of_input().await?;
        let mut pause = FIRST_PAUSE;
        for byte in BEGINNING.chunks(1) {
            sleep(pause).await;
            while !self.presence.0.matters.load(Ordering::Relaxed) {
                sleep(FIRST_PAUSE).await;
            }
            if self.io.write(byte).await? == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
            // Nothing may happen between a byte that is sent and its count.
            self.ahead += 1;
            self.io.flush().await?;
            pause *= 2;
        }
        Ok(())
    }

    /// Waits until the client says no more, or more than is taken.
    async fn end_of_input(&mut self) -> io::Result<()> {
        while self.inbox.len() < MOST_AHEAD {
            self.inbox.reserve(4 << 10);
            match self.io.read_buf(self.inbox).await {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                // TLS without its own farewell.
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        // What it is to be told must be asked of the writing side then, and it is not silent.
        std::future::pending().await
    }
}

/// What is left of a head of which some bytes have gone out ahead; none where it begins otherwise.
pub(crate) fn fits(head: &[u8], ahead: usize) -> bool {
    ahead == 0 || head.get(..ahead) == BEGINNING.get(..ahead)
}
