//! The loop: head, body, router, answer, again.

use std::{
    future::poll_fn,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::Poll,
};

use axum::{Router, body::Body, response::Response};
use bytes::{Bytes, BytesMut};
use http::{
    HeaderValue, Method, Request, StatusCode,
    header::{CONTENT_TYPE, EXPECT},
};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::{io::AsyncWriteExt, sync::watch, time::timeout};
use tower_service::Service;

use super::{
    DateSource, Delivery, End, Fault, Framing, Limits,
    answer::{Setting, plan},
    body::length,
    closing::{close, reset},
    head::{Head, read_head},
    player::play,
    presence::{Presence, Watch, fits},
    refusal::Refusal,
    request_reader::{self, Trouble},
    transport::Transport,
};

/// The client's address, as an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Peer(pub SocketAddr);

/// Serves one connection from its first byte to its end.
///
/// When `stop` turns true (or its sender is dropped), a silent connection is closed at once, and a
/// busy one after the answer in flight.
pub async fn carry<T: Transport>(
    io: T,
    peer: SocketAddr,
    router: Router,
    limits: &Limits,
    date: &DateSource,
    stop: watch::Receiver<bool>,
) {
    let mut connection = Connection {
        io,
        inbox: BytesMut::new(),
        peer: Peer(peer),
        router,
        limits,
        date,
        stop,
    };
    let end = loop {
        match connection.exchange().await {
            Some(End::Kept) => {}
            end => break end,
        }
    };
    match end {
        Some(End::Reset) => reset(connection.io, limits).await,
        Some(End::Closed) => close(connection.io, limits).await,
        // Nothing is on its way to the client, or nothing gets there.
        Some(End::Kept | End::Lost) | None => {}
    }
}

struct Connection<'a, T> {
    io: T,
    inbox: BytesMut,
    peer: Peer,
    router: Router,
    limits: &'a Limits,
    date: &'a DateSource,
    stop: watch::Receiver<bool>,
}

/// What of a request rules its answer.
struct Asked {
    head_only: bool,
    http11: bool,
    keep: bool,
}

impl<T: Transport> Connection<'_, T> {
    /// One request and its answer; none when there was no further request.
    async fn exchange(&mut self) -> Option<End> {
        let (asked, (response, ahead)) = match self.request().await {
            Ok(Some((asked, request))) => (asked, self.response(request).await),
            Ok(None) | Err(Trouble::Lost) => return None,
            Err(Trouble::Refused(refusal)) => {
                let asked = Asked {
                    head_only: false,
                    http11: true,
                    keep: false,
                };
                (asked, (refused(&refusal), 0))
            }
        };
        Some(self.answer(asked, response, ahead).await)
    }

    async fn request(&mut self) -> Result<Option<(Asked, Request<Body>)>, Trouble> {
        let limits = self.limits;
        let read =
            request_reader::head(&mut self.io, &mut self.inbox, limits, &mut self.stop).await?;
        let Some(bytes) = read else {
            return Ok(None);
        };
        let head = read_head(bytes, limits.header_fields)?;
        let length = length(&head, limits.body_bytes)?;
        if head.http11 && head.headers.contains_key(EXPECT) {
            self.encourage(&head).await?;
        }
        let body = request_reader::body(&mut self.io, &mut self.inbox, length, limits).await?;
        let asked = Asked {
            head_only: head.method == Method::HEAD,
            http11: head.http11,
            keep: head.keeps_alive(),
        };
        Ok(Some((asked, request(head, body, self.peer))))
    }

    /// Tells a client that waits for it to send its body.
    async fn encourage(&mut self, head: &Head) -> Result<(), Trouble> {
        if !head.lists(EXPECT, "100-continue") {
            return Err(Refusal::Expectation.into());
        }
        if !self.inbox.is_empty() {
            return Ok(()); // It did not wait.
        }
        let writing = async {
            self.io.write_all(b"HTTP/1.1 100 CONTINUE\r\n\r\n").await?;
            self.io.flush().await
        };
        match timeout(self.limits.write_stall, writing).await {
            Ok(result) => Ok(result?),
            Err(_) => Err(Trouble::Lost),
        }
    }

    /// Asks the router; a handler that panics is answered for. Tells how many bytes of the answer have
    /// gone out already.
    async fn response(&mut self, mut request: Request<Body>) -> (Response, usize) {
        let presence = Presence::default();
        request.extensions_mut().insert(presence.clone());
        let router = &mut self.router;
        let handled = async {
            match Service::<Request<Body>>::call(router, request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        };
        let mut watch = Watch {
            io: &mut self.io,
            inbox: &mut self.inbox,
            presence,
            ahead: 0,
        };
        let response = tokio::select! {
            biased;
            response = caught(handled) => response,
            // Most answers are there before anybody looks for the client.
            () = watch.run() => None,
        };
        let response = response.unwrap_or_else(|| {
            plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "500: the handler of this request panicked, which is a bug of fakehq; its message \
                 is on the server's standard error\n"
                    .to_owned(),
            )
        });
        (response, watch.ahead)
    }

    /// Answers; so many bytes have gone out already.
    async fn answer(&mut self, asked: Asked, response: Response, ahead: usize) -> End {
        let (mut parts, mut body) = response.into_parts();
        let fault = parts.extensions.remove::<Fault>();
        let delivery = parts.extensions.remove::<Delivery>();
        if parts.extensions.get() == Some(&Framing::Length) && body.size_hint().exact().is_none() {
            // A body that fails while it is gathered has sent nothing yet, so it is a clean 500.
            match caught(body.collect()).await {
                Some(Ok(gathered)) => body = Body::from(gathered.to_bytes()),
                _ => {
                    let text = "500: the body of this answer broke off\n".to_owned();
                    (parts, body) = plain(StatusCode::INTERNAL_SERVER_ERROR, text).into_parts();
                }
            }
        }
        let setting = Setting {
            head_only: asked.head_only,
            http11: asked.http11,
            keep: asked.keep && !*self.stop.borrow(),
            faulty: fault.is_some(),
            size: body.size_hint().exact(),
            date: self.date.now(),
        };
        let plan = plan(&parts, setting);
        // A client that has said all it had to say, and is answered with a head of another kind.
        if !fits(&plan.head, ahead) {
            return End::Reset;
        }
        let script = fault.as_ref().map_or(&Fault::NONE[..], |fault| &fault.0);
        let (io, stop) = (&mut self.io, &mut self.stop);
        play(io, stop, plan, ahead, body, script, self.limits, delivery).await
    }
}

fn request(head: Head, body: Bytes, peer: Peer) -> Request<Body> {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = head.method;
    *request.uri_mut() = head.uri;
    *request.version_mut() = if head.http11 {
        http::Version::HTTP_11
    } else {
        http::Version::HTTP_10
    };
    *request.headers_mut() = head.headers;
    request.extensions_mut().insert(head.raw);
    request.extensions_mut().insert(peer);
    request
}

fn refused(refusal: &Refusal) -> Response {
    let status = refusal.status();
    plain(status, format!("{}: {refusal}\n", status.as_u16()))
}

fn plain(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

/// The outcome of a future, none if it panicked.
async fn caught<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(move |cx| {
        let future: Pin<&mut F> = future.as_mut();
        match catch_unwind(AssertUnwindSafe(|| future.poll(cx))) {
            Ok(Poll::Ready(output)) => Poll::Ready(Some(output)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(None),
        }
    })
    .await
}
