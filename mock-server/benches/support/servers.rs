//! Servers on free ports: what the same work could cost at the least, and our own connection loop.
// Each bench uses those it needs.
#![allow(dead_code)]

use std::net::SocketAddr;

use axum::Router;
use bytes::Bytes;
use fakehq::http::wire::{DateSource, Limits, serve};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Reads until a blank line and writes ready bytes: no head is parsed, no router asked.
pub(crate) async fn socket(answer: Bytes) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut inbox = vec![0; 16 * 1024];
                let mut read = 0;
                while let Ok(more @ 1..) = stream.read(&mut inbox[read..]).await {
                    read += more;
                    if inbox[..read].ends_with(b"\r\n\r\n") {
                        read = 0;
                        stream.write_all(&answer).await.unwrap();
                    }
                }
            });
        }
    });
    address
}

/// A router as `axum::serve` serves it.
pub(crate) async fn axum(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let service = TowerToHyperService::new(router.clone());
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    address
}

/// A router on our own connection loop.
pub(crate) async fn ours(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let never = std::future::pending();
    let (limits, date) = (Limits::default(), DateSource::none());
    tokio::spawn(serve(listener, router, limits, date, never));
    address
}
