//! Waiting, on tokio's paused clock and a pipe in place of a socket.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, routing::any};
use bytes::Bytes;
use fakehq::http::wire::{
    DateSource, End, Fault, Limits, Step, connection::carry, transport::Transport,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex},
    sync::watch,
    time::{Instant, sleep},
};

use crate::support::{answering, deliveries, next_delivery, ok, read_answer, read_head};

/// One end of a pipe, with a send queue that empties at a rate of its own.
struct Pipe {
    stream: DuplexStream,
    unsent: Arc<AtomicU64>,
    /// What was unsent when the reset was armed; `u64::MAX` before.
    reset_at: Arc<AtomicU64>,
}

impl Transport for Pipe {
    fn unsent(&self) -> Option<u64> {
        let left = self.unsent.load(Ordering::Relaxed);
        self.unsent.store(left.saturating_sub(1), Ordering::Relaxed);
        Some(left)
    }

    fn reset_on_drop(&mut self) -> io::Result<()> {
        let unsent = self.unsent.load(Ordering::Relaxed);
        self.reset_at.store(unsent, Ordering::Relaxed);
        Ok(())
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

struct Carried {
    client: DuplexStream,
    unsent: Arc<AtomicU64>,
    reset_at: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
    _stop: watch::Sender<bool>,
}

fn carried(router: Router) -> Carried {
    let (client, stream) = duplex(64 * 1024);
    let unsent = Arc::new(AtomicU64::new(0));
    let reset_at = Arc::new(AtomicU64::new(u64::MAX));
    let pipe = Pipe {
        stream,
        unsent: Arc::clone(&unsent),
        reset_at: Arc::clone(&reset_at),
    };
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(async move {
        let peer = ([127, 0, 0, 1], 1).into();
        let (limits, date) = (Limits::default(), DateSource::none());
        carry(pipe, peer, router, &limits, &date, stopping).await;
    });
    Carried {
        client,
        unsent,
        reset_at,
        task,
        _stop: stop,
    }
}

fn hello() -> Router {
    Router::new().fallback(any(|body: Bytes| async { body }))
}

const SECOND: Duration = Duration::from_secs(1);

async fn rest(client: &mut DuplexStream) -> String {
    let mut rest = String::new();
    client.read_to_string(&mut rest).await.unwrap();
    rest
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_sent_away_without_a_word() {
    let mut carried = carried(hello());
    let start = Instant::now();
    carried
        .client
        .write_all(b"GET / HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    read_answer(&mut carried.client).await;
    assert_eq!(rest(&mut carried.client).await, "");
    assert_eq!(start.elapsed().as_secs(), 75);
    carried.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_head_that_drips_too_long_is_408() {
    let mut carried = carried(hello());
    sleep(SECOND * 70).await; // Silence before the first byte is not counted.
    let start = Instant::now();
    let answer = loop {
        carried.client.write_all(b"G").await.unwrap();
        let mut start = [0; 1];
        tokio::select! {
            read = carried.client.read(&mut start) => {
                assert_eq!(read.unwrap(), 1);
                break rest(&mut carried.client).await;
            }
            () = sleep(SECOND * 7) => {}
        }
    };
    // The clock may have moved on while the server lingered, but not before the answer.
    assert!(
        (30..=32).contains(&start.elapsed().as_secs()),
        "{:?}",
        start.elapsed()
    );
    assert!(
        answer.starts_with("TTP/1.1 408 REQUEST TIMEOUT\r\n"),
        "{answer}"
    );
    assert!(answer.contains("rest of the request head"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_408_and_one_that_drips_is_served() {
    let mut carried = carried(hello());
    let client = &mut carried.client;
    client
        .write_all(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n")
        .await
        .unwrap();
    for byte in b"drip" {
        sleep(SECOND * 29).await;
        client.write_all(&[*byte]).await.unwrap();
    }
    assert_eq!(read_answer(client).await.1, b"drip");
    let start = Instant::now();
    client
        .write_all(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nst")
        .await
        .unwrap();
    let (head, body) = read_answer(client).await;
    assert_eq!(start.elapsed().as_secs(), 30);
    assert!(head.starts_with("HTTP/1.1 408 "), "{head}");
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains("rest of the request body")
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_nothing_is_given_up() {
    let (delivery, mut queue) = deliveries();
    let router = answering(move || {
        let body = Body::from(vec![b'x'; 1_000_000]);
        ok().extension(delivery.clone()).body(body).unwrap()
    });
    let mut carried = carried(router);
    let start = Instant::now();
    carried
        .client
        .write_all(b"GET / HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    let delivered = next_delivery_on_paused_clock(&mut queue).await;
    assert_eq!(start.elapsed().as_secs(), 60);
    assert_eq!((delivered.whole, delivered.end), (false, End::Lost));
    assert_eq!(
        delivered.head.len() as u64 + delivered.body_bytes_sent,
        64 * 1024
    );
    carried.task.await.unwrap();
}

/// The paused clock would jump over any patience.
async fn next_delivery_on_paused_clock(
    queue: &mut tokio::sync::mpsc::UnboundedReceiver<fakehq::http::wire::Delivered>,
) -> fakehq::http::wire::Delivered {
    queue.recv().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn pace_and_waits_take_their_time() {
    let (delivery, mut queue) = deliveries();
    let router = answering(move || {
        let pace = Step::Pace {
            bytes: 10_000,
            pause: Duration::from_millis(10),
        };
        let script = vec![Step::Wait(SECOND * 3), Step::Head, pace, Step::Rest];
        let response = ok().extension(Fault(script)).extension(delivery.clone());
        response.body(Body::from(vec![b'x'; 1_000_000])).unwrap()
    });
    let mut carried = carried(router);
    let start = Instant::now();
    carried
        .client
        .write_all(b"GET / HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(carried.client.read_u8().await.unwrap(), b'H');
    assert_eq!(start.elapsed().as_secs(), 3);
    read_head(&mut carried.client).await;
    let mut body = vec![0; 1_000_000];
    carried.client.read_exact(&mut body).await.unwrap();
    // 1 MB in 100 pieces: 99 pauses.
    assert_eq!(start.elapsed().as_millis() / 10, 300 + 99);
    assert!(next_delivery(&mut queue).await.whole);
}

#[tokio::test(start_paused = true)]
async fn a_reset_waits_for_the_send_queue_but_not_for_ever() {
    for (unsent, left, seconds) in [(20, 0, 0), (1_000_000, 999_000, 5)] {
        let mut carried = carried(answering(|| {
            let script = vec![Step::Head, Step::Rest, Step::Reset];
            ok().extension(Fault(script)).body(Body::from("x")).unwrap()
        }));
        carried.unsent.store(unsent, Ordering::Relaxed);
        let start = Instant::now();
        carried
            .client
            .write_all(b"GET / HTTP/1.1\r\n\r\n")
            .await
            .unwrap();
        read_answer(&mut carried.client).await;
        carried.task.await.unwrap();
        let reset_at = carried.reset_at.load(Ordering::Relaxed);
        assert!(reset_at >= left && reset_at <= unsent, "{reset_at}");
        assert_eq!(reset_at == 0, left == 0);
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
}
