//! Writes an answer step by step.

use std::{
    future::poll_fn,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use http_body::Body as _;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
};

use super::{
    Delivery, End, Limits, Step,
    answer::{Extent, Plan},
    response_writer::{Kind, Ledger, Outlet},
};

/// Plays the script of an answer of which so many bytes have gone out already; says what is to become of
/// the connection.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a matter of its own, and there is one caller"
)]
pub(crate) async fn play<T: AsyncRead + AsyncWrite + Unpin>(
    io: &mut T,
    stop: &mut watch::Receiver<bool>,
    plan: Plan,
    ahead: usize,
    body: Body,
    script: &[Step],
    limits: &Limits,
    delivery: Option<Delivery>,
) -> End {
    let ledger = Ledger {
        head: plan.head.clone(),
        head_sent: ahead,
        body_sent: 0,
        announced: match plan.extent {
            Extent::Length(length) => Some(length),
            _ => None,
        },
        stray_sent: 0,
        whole: false,
        end: End::Lost,
        delivery,
    };
    let mut player = Player {
        outlet: Outlet::new(io, stop, limits.write_stall, ledger),
        plan,
        body,
        planned: ahead,
        owed: Bytes::new(),
        spare: Bytes::new(),
        source: Source::Open,
        marked: false,
    };
    let end = player.run(script).await.unwrap_or(End::Lost);
    let whole = end != End::Lost && player.whole();
    player.outlet.ledger.whole = whole;
    player.outlet.ledger.end = end;
    end
}

struct Player<'a, T> {
    outlet: Outlet<'a, T>,
    plan: Plan,
    body: Body,
    /// Bytes of the head that steps have called for.
    planned: usize,
    /// Of these, what is held back to go out together with the first piece of the body.
    owed: Bytes,
    /// What is left of a frame that a step has cut.
    spare: Bytes,
    source: Source,
    /// The mark at the end of a chunked body is written.
    marked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Open,
    Ended,
    Failed,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Player<'_, T> {
    async fn run(&mut self, script: &[Step]) -> io::Result<End> {
        for step in script {
            match step {
                Step::Head => self.owe(usize::MAX).await?,
                Step::HeadBytes(bytes) => self.owe(*bytes).await?,
                Step::Body(bytes) => self.send(*bytes).await?,
                Step::Rest => {
                    self.send(u64::MAX).await?;
                    self.mark_end().await?;
                }
                Step::Bytes(bytes) => {
                    self.pay().await?;
                    self.outlet.write([(Kind::Stray, bytes)]).await?;
                }
                Step::Wait(time) => {
                    self.pay().await?;
                    self.outlet.flush().await?;
                    self.outlet.rest(*time).await;
                }
                Step::Stall(notice) => {
                    self.pay().await?;
                    self.outlet.flush().await?;
                    notice.tell();
                    self.outlet.stall().await?;
                }
                Step::Pace { bytes, pause } => {
                    self.pay().await?;
                    self.outlet.pace = Some((*bytes, *pause));
                }
                Step::Close => return self.over(End::Closed).await,
                Step::Reset => return self.over(End::Reset).await,
            }
        }
        self.pay().await?;
        let end = if self.plan.keep && self.whole() {
            End::Kept
        } else {
            End::Closed
        };
        self.over(end).await
    }

    async fn over(&mut self, end: End) -> io::Result<End> {
        self.pay().await?;
        self.outlet.flush().await?;
        Ok(end)
    }

    async fn owe(&mut self, bytes: usize) -> io::Result<()> {
        self.pay().await?;
        let until = self.planned.saturating_add(bytes).min(self.plan.head.len());
        self.owed = self.plan.head.slice(self.planned..until);
        self.planned = until;
        Ok(())
    }

    /// Writes the part of the head that is held back.
    async fn pay(&mut self) -> io::Result<()> {
        if self.owed.is_empty() {
            return Ok(());
        }
        let owed = std::mem::take(&mut self.owed);
        self.outlet.write([(Kind::Head, &owed)]).await
    }

    /// Writes at most `most` bytes of the body.
    async fn send(&mut self, most: u64) -> io::Result<()> {
        let sent = self.outlet.ledger.body_sent;
        let mut left = match self.plan.extent {
            Extent::Bodyless => 0,
            // A body that runs over what it announced is cut there, or the next answer would
            // begin in the middle of nowhere. A fault may want exactly that.
            Extent::Length(length) if !self.plan.faulty => most.min(length.saturating_sub(sent)),
            _ => most,
        };
        while left > 0 {
            let Some(piece) = self.next(left).await? else {
                return Ok(());
            };
            left -= piece.len() as u64;
            let owed = std::mem::take(&mut self.owed);
            let head = (Kind::Head, &owed[..]);
            let body = (Kind::Body, &piece[..]);
            if self.plan.extent == Extent::Chunked {
                let size = format!("{:x}\r\n", piece.len());
                // The end mark goes along when the end is known, as with a body of one piece.
                self.marked = most == u64::MAX && self.at_end();
                let after: &[u8] = if self.marked {
                    b"\r\n0\r\n\r\n"
                } else {
                    b"\r\n"
                };
                let size = (Kind::Frame, size.as_bytes());
                let after = (Kind::Frame, after);
                self.outlet.write([head, size, body, after]).await?;
            } else {
                self.outlet.write([head, body]).await?;
            }
        }
        Ok(())
    }

    async fn mark_end(&mut self) -> io::Result<()> {
        if self.plan.extent != Extent::Chunked || self.marked || self.source == Source::Failed {
            return Ok(());
        }
        self.marked = true;
        let owed = std::mem::take(&mut self.owed);
        self.outlet
            .write([(Kind::Head, &owed), (Kind::Frame, b"0\r\n\r\n")])
            .await
    }

    /// The next piece of the body, never empty, at most `most` bytes long.
    async fn next(&mut self, most: u64) -> io::Result<Option<Bytes>> {
        while self.spare.is_empty() {
            if self.source != Source::Open {
                return Ok(None);
            }
            let ready = poll_fn(|cx| Poll::Ready(poll_piece(&mut self.body, cx))).await;
            let piece = match ready {
                Poll::Ready(piece) => piece,
                Poll::Pending => {
                    // The client shall not wait for the head until the body has something to say.
                    self.pay().await?;
                    self.outlet.flush().await?;
                    poll_fn(|cx| poll_piece(&mut self.body, cx)).await
                }
            };
            match piece {
                Ok(Some(bytes)) => self.spare = bytes,
                Ok(None) => self.source = Source::Ended,
                Err(Failed) => self.source = Source::Failed,
            }
        }
        let cut = usize::try_from(most).map_or(self.spare.len(), |most| most.min(self.spare.len()));
        Ok(Some(self.spare.split_to(cut)))
    }

    fn at_end(&self) -> bool {
        self.spare.is_empty() && (self.source == Source::Ended || self.body.is_end_stream())
    }

    /// Whether the client got an answer that is right in itself.
    fn whole(&self) -> bool {
        let ledger = &self.outlet.ledger;
        ledger.head_sent == ledger.head.len()
            && ledger.stray_sent == 0
            && match self.plan.extent {
                Extent::Bodyless => true,
                Extent::Length(length) => ledger.body_sent == length,
                Extent::Chunked => self.marked,
                Extent::UntilClose => self.source != Source::Failed && self.at_end(),
            }
    }
}

/// The body broke off.
struct Failed;

/// The next data of a body; empty for a frame without data, none at the end.
fn poll_piece(body: &mut Body, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Failed>> {
    let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(body).poll_frame(cx)));
    let Ok(polled) = polled else {
        return Poll::Ready(Err(Failed));
    };
    polled.map(|frame| match frame {
        None => Ok(None),
        Some(Ok(frame)) => Ok(Some(frame.into_data().unwrap_or_default())),
        Some(Err(_)) => Err(Failed),
    })
}
