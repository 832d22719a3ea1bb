//! How a connection begins: as it is, or with a TLS handshake.

use std::net::SocketAddr;

use axum::Router;
use http::StatusCode;
use tokio::{
    net::TcpStream,
    sync::watch,
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::TlsAcceptor;

use super::{DateSource, Limits, connection::carry, request_reader::stopped};

/// What a client must do before it may ask.
#[derive(Clone)]
pub enum Entrance {
    /// Nothing.
    Open,
    /// A TLS handshake.
    Tls(TlsAcceptor),
}

impl std::fmt::Debug for Entrance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Tls(_) => "Tls",
        })
    }
}

/// The first byte of a TLS handshake; no method begins with it.
const HANDSHAKE: u8 = 0x16;

impl Entrance {
    /// Lets a client in and carries its connection to the end.
    pub(crate) async fn admit(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        router: Router,
        limits: &Limits,
        date: &DateSource,
        mut stop: watch::Receiver<bool>,
    ) {
        let Self::Tls(acceptor) = self else {
            return carry(stream, peer, router, limits, date, stop).await;
        };
        let mut first = [0];
        let peeked = tokio::select! {
            peeked = timeout(limits.idle, stream.peek(&mut first)) => peeked,
            () = stopped(&mut stop) => return,
        };
        let Ok(Ok(1..)) = peeked else {
            return; // It said nothing.
        };
        if first[0] != HANDSHAKE {
            return carry(stream, peer, plain_refused(), limits, date, stop).await;
        }
        let until = Instant::now() + limits.head_time;
        // A handshake that fails has been answered with an alert.
        if let Ok(Ok(stream)) = timeout_at(until, acceptor.accept(stream)).await {
            carry(stream, peer, router, limits, date, stop).await;
        }
    }
}

/// Whoever speaks plain HTTP to a TLS port hears so in plain HTTP, as from nginx.
fn plain_refused() -> Router {
    Router::new().fallback(async || {
        (
            StatusCode::BAD_REQUEST,
            [("connection", "close")],
            "400: this port speaks HTTPS, and the request came as plain HTTP; begin the address with \
             https://\n",
        )
    })
}
