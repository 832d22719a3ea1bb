//! Writes pieces and counts them.

use std::{
    io::{self, IoSlice},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::watch,
    time::{sleep, timeout},
};

use super::{Delivered, Delivery, End, request_reader::stopped};

/// What a piece belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Head,
    Body,
    /// Size lines and ends of chunks.
    Frame,
    /// Bytes of a fault.
    Stray,
}

/// Counts what was written and tells it when dropped: also of an answer that is cancelled.
pub(crate) struct Ledger {
    pub(crate) head: Bytes,
    pub(crate) head_sent: usize,
    pub(crate) body_sent: u64,
    pub(crate) announced: Option<u64>,
    pub(crate) stray_sent: u64,
    pub(crate) whole: bool,
    pub(crate) end: End,
    pub(crate) delivery: Option<Delivery>,
}

impl Ledger {
    fn count(&mut self, kind: Kind, bytes: usize) {
        match kind {
            Kind::Head => self.head_sent += bytes,
            Kind::Body => self.body_sent += bytes as u64,
            Kind::Stray => self.stray_sent += bytes as u64,
            Kind::Frame => {}
        }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if let Some(delivery) = self.delivery.take() {
            delivery.tell(Delivered {
                head: self.head.slice(..self.head_sent.min(self.head.len())),
                body_bytes_sent: self.body_sent,
                body_bytes_announced: self.announced,
                stray_bytes_sent: self.stray_sent,
                whole: self.whole,
                end: self.end,
            });
        }
    }
}

/// The sending side of a connection during one answer.
pub(crate) struct Outlet<'a, T> {
    pub(crate) io: &'a mut T,
    write_stall: Duration,
    /// Length of pieces and pause between them.
    pub(crate) pace: Option<(usize, Duration)>,
    /// Whether a piece was written at this pace, so that the next one waits.
    paced: bool,
    stop: &'a mut watch::Receiver<bool>,
    pub(crate) ledger: Ledger,
}

impl<'a, T: AsyncRead + AsyncWrite + Unpin> Outlet<'a, T> {
    pub(crate) fn new(
        io: &'a mut T,
        stop: &'a mut watch::Receiver<bool>,
        write_stall: Duration,
        ledger: Ledger,
    ) -> Self {
        Self {
            io,
            write_stall,
            pace: None,
            paced: false,
            stop,
            ledger,
        }
    }

    /// Writes all pieces, in one system call where the system takes them.
    pub(crate) async fn write<const N: usize>(
        &mut self,
        pieces: [(Kind, &[u8]); N],
    ) -> io::Result<()> {
        let Some((length, pause)) = self.pace else {
            return self.write_now(pieces).await;
        };
        for (kind, bytes) in pieces {
            for piece in bytes.chunks(length.max(1)) {
                if self.paced {
                    self.rest(pause).await;
                }
                self.paced = true;
                self.write_now([(kind, piece)]).await?;
            }
        }
        Ok(())
    }

    async fn write_now<const N: usize>(
        &mut self,
        mut pieces: [(Kind, &[u8]); N],
    ) -> io::Result<()> {
        while pieces.iter().any(|(_, bytes)| !bytes.is_empty()) {
            let slices = pieces.map(|(_, bytes)| IoSlice::new(bytes));
            let mut written = match timeout(self.write_stall, self.io.write_vectored(&slices)).await
            {
                Ok(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(result) => result?,
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            };
            for (kind, bytes) in &mut pieces {
                let here = written.min(bytes.len());
                self.ledger.count(*kind, here);
                *bytes = &bytes[here..];
                written -= here;
            }
        }
        Ok(())
    }

    /// Writes nothing for so long, or until the server stops: a stop does not wait for a fault.
    pub(crate) async fn rest(&mut self, time: Duration) {
        tokio::select! {
            () = sleep(time) => {}
            () = stopped(self.stop) => {}
        }
    }

    /// Writes nothing until the client leaves, which is an error here, or the server stops.
    ///
    /// A client that ends its side has left: nobody could tell the difference without writing.
    pub(crate) async fn stall(&mut self) -> io::Result<()> {
        let mut waste = [0; 4096];
        loop {
            tokio::select! {
                read = self.io.read(&mut waste) => if read? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                },
                () = stopped(self.stop) => return Ok(()),
            }
        }
    }

    /// Hands over what a buffering transport may hold back.
    pub(crate) async fn flush(&mut self) -> io::Result<()> {
        timeout(self.write_stall, self.io.flush())
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}
