//! The connection against a bare socket floor: small answers and a 10 MB download.
//!
//! The floor reads until a blank line and writes ready-made bytes; no head is parsed, no router
//! asked. What lies between the two is the price of HTTP.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/servers.rs"]
mod servers;

use std::{hint::black_box, net::SocketAddr};

use axum::{Router, body::Body, routing::any};
use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use http::Response;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
};

const REQUEST: &[u8] =
    b"GET /a/demo/reports/export/?export_tag=%22http://x/y%22&format=csv HTTP/1.1\r\n\
    Host: localhost:8000\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n";
const CHALLENGE: &str = "Digest nonce=\"1389000000.12:0F14:0123456789abcdef0123456789abcdef\", \
    realm=\"DJANGO\", algorithm=\"MD5\", opaque=\"0123456789ABCDEF0123456789ABCDEF\", qop=\"auth\", \
    stale=\"false\"";
const SMALL: &str = "Authorization Required";
const BIG: usize = 10_000_000;

fn small_answer() -> Response<Body> {
    Response::builder()
        .status(401)
        .header("www-authenticate", CHALLENGE)
        .header("content-type", "text/plain")
        .body(Body::from(SMALL))
        .unwrap()
}

/// The bytes our server answers, so that the floor writes the very same.
async fn recorded(server: SocketAddr, path: &str) -> Bytes {
    let mut client = TcpStream::connect(server).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    let text = b"Connection: close\r\n";
    let at = answer
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    answer.drain(at..at + text.len());
    Bytes::from(answer)
}

fn router() -> Router {
    let big = Bytes::from(vec![b'x'; BIG]);
    Router::new()
        .route("/big", any(move || async move { big }))
        .fallback(any(|| async { small_answer() }))
}

async fn round_trip(client: &mut TcpStream, request: &[u8], inbox: &mut [u8]) {
    client.write_all(request).await.unwrap();
    client.read_exact(inbox).await.unwrap();
}

fn wire(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let ours = runtime.block_on(servers::ours(router()));
    for (name, path, request) in [
        ("small", "/", REQUEST),
        (
            "10 MB",
            "/big",
            &b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"[..],
        ),
    ] {
        let answer = runtime.block_on(recorded(ours, path));
        let mut inbox = vec![0; answer.len()];
        let floor = runtime.block_on(servers::socket(answer));
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(inbox.len() as u64));
        for (side, address) in [("floor", floor), ("ours", ours)] {
            let mut client = runtime.block_on(TcpStream::connect(address)).unwrap();
            client.set_nodelay(true).unwrap();
            group.bench_function(side, |bencher| {
                bencher.iter(|| {
                    runtime.block_on(round_trip(&mut client, request, &mut inbox));
                    black_box(&inbox);
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, wire);
criterion_main!(benches);
