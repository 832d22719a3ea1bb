//! A server on a free port, raw clients, bodies that come in pieces.

use std::{
    collections::VecDeque,
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, routing::any};
use bytes::Bytes;
use fakehq::http::wire::{DateSource, Delivered, Delivery, Limits, Stopped, serve};
use http::{Response, response::Builder};
use http_body::{Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

/// A test that waits longer than this has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) async fn patiently<F: Future>(what: &str, future: F) -> F::Output {
    timeout(PATIENCE, future)
        .await
        .unwrap_or_else(|_| panic!("waited too long for {what}"))
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Stopped>,
}

impl Server {
    pub(crate) async fn start(router: Router) -> Self {
        Self::with(router, Limits::default()).await
    }

    pub(crate) async fn with(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            stopped.await.ok();
        };
        let task = tokio::spawn(serve(listener, router, limits, DateSource::none(), stopped));
        Self {
            address,
            stop,
            task,
        }
    }

    /// A server with one answer for all paths.
    pub(crate) async fn answering(
        response: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::start(answering(response)).await
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// All the server says to these bytes until it closes.
    pub(crate) async fn ask(&self, bytes: &[u8]) -> String {
        let (answer, end) = ask(self.connect().await, bytes).await;
        assert_eq!(
            end,
            Ending::Fin,
            "after {:?}",
            String::from_utf8_lossy(&answer)
        );
        String::from_utf8(answer).unwrap()
    }

    /// Gives the word to stop and waits for the end.
    pub(crate) async fn stop(self) -> Stopped {
        let task = self.tell_to_stop();
        patiently("the stop", task).await.unwrap()
    }

    /// Gives the word to stop.
    pub(crate) fn tell_to_stop(self) -> JoinHandle<Stopped> {
        self.stop.send(()).unwrap();
        self.task
    }
}

pub(crate) fn answering(
    response: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static,
) -> Router {
    Router::new().fallback(any(move || {
        let response = response();
        async move { response }
    }))
}

pub(crate) fn ok() -> Builder {
    Response::builder()
}

/// How the server ended the connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Fin,
    Rst,
}

pub(crate) async fn ask(mut stream: TcpStream, bytes: &[u8]) -> (Vec<u8>, Ending) {
    stream.write_all(bytes).await.unwrap();
    read_all(&mut stream).await
}

pub(crate) async fn read_all(stream: &mut TcpStream) -> (Vec<u8>, Ending) {
    let mut all = Vec::new();
    let ending = match patiently("the end of the answer", stream.read_to_end(&mut all)).await {
        Ok(_) => Ending::Fin,
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Ending::Rst,
        Err(error) => panic!("{error}"),
    };
    (all, ending)
}

/// The head of the next answer, its blank line included.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let byte = patiently("a head", stream.read_u8()).await;
        head.push(
            byte.unwrap_or_else(|error| {
                panic!("{error} after {:?}", String::from_utf8_lossy(&head))
            }),
        );
    }
    String::from_utf8(head).unwrap()
}

/// The next answer of a known length: head and body.
pub(crate) async fn read_answer(stream: &mut (impl AsyncRead + Unpin)) -> (String, Vec<u8>) {
    let head = read_head(stream).await;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "))
        .unwrap_or_else(|| panic!("no length in {head}"));
    let mut body = vec![0; length.parse().unwrap()];
    patiently("a body", stream.read_exact(&mut body))
        .await
        .unwrap();
    (head, body)
}

/// A `Delivery` and the queue it fills.
pub(crate) fn deliveries() -> (Delivery, mpsc::UnboundedReceiver<Delivered>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (
        Delivery::new(move |delivered| sender.send(delivered).unwrap()),
        receiver,
    )
}

pub(crate) async fn next_delivery(queue: &mut mpsc::UnboundedReceiver<Delivered>) -> Delivered {
    patiently("a delivery", queue.recv()).await.unwrap()
}

/// A body that comes in pieces, not ready at once.
pub(crate) struct Pieces {
    pieces: VecDeque<Result<Bytes, &'static str>>,
    exact: Option<u64>,
    ready: bool,
}

impl Pieces {
    pub(crate) fn of_unknown_length(pieces: impl IntoIterator<Item = &'static [u8]>) -> Self {
        let pieces = pieces
            .into_iter()
            .map(|piece| Ok(Bytes::from_static(piece)));
        Self {
            pieces: pieces.collect(),
            exact: None,
            ready: false,
        }
    }

    pub(crate) fn of_known_length(self) -> Self {
        let length = self.pieces.iter().flatten().map(|piece| piece.len() as u64);
        Self {
            exact: Some(length.sum()),
            ..self
        }
    }

    pub(crate) fn then_failing(mut self) -> Self {
        self.pieces.push_back(Err("broken"));
        self
    }

    pub(crate) fn body(self) -> Body {
        Body::new(self)
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.ready = !self.ready;
        if self.ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.pieces.pop_front().map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.exact.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// 10 MB whose every part looks like the start of an answer.
pub(crate) fn misleading() -> Bytes {
    let pattern = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n";
    Bytes::from(pattern.repeat(10_000_000 / pattern.len()))
}
