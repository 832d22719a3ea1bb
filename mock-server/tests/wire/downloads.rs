//! Big answers to slow, half-closed and vanishing readers.

use axum::body::Body;
use fakehq::http::wire::End;
use http_body_util::BodyExt;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::support::{
    Pieces, Server, deliveries, misleading, next_delivery, ok, patiently, read_head,
};

/// Takes little at a time, so that the server meets partial writes.
async fn slow_client(server: &Server) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(server.address).await.unwrap()
}

async fn read_slowly(stream: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(length);
    let mut piece = [0; 7001];
    while body.len() < length {
        let most = piece.len().min(length - body.len());
        let read = patiently("a piece", stream.read(&mut piece[..most]))
            .await
            .unwrap();
        assert!(read > 0, "cut after {} of {length} bytes", body.len());
        body.extend_from_slice(&piece[..read]);
        tokio::task::yield_now().await;
    }
    body
}

async fn downloads(server: &Server) {
    let expected = misleading();
    for (request, half_closed) in [
        ("GET / HTTP/1.1\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", false),
        ("GET / HTTP/1.1\r\n\r\n", true),
    ] {
        let mut client = slow_client(server).await;
        client.write_all(request.as_bytes()).await.unwrap();
        if half_closed {
            client.shutdown().await.unwrap();
        }
        let head = read_head(&mut client).await;
        assert!(
            head.contains(&format!("Content-Length: {}\r\n", expected.len())),
            "{head}"
        );
        let body = read_slowly(&mut client, expected.len()).await;
        assert!(body == expected, "{request} {half_closed}: other bytes");
        if half_closed || request.contains("close") {
            let end = patiently("the end", client.read(&mut [0; 10])).await;
            assert_eq!(end.unwrap(), 0);
        } else {
            client.write_all(request.as_bytes()).await.unwrap();
            assert_eq!(read_head(&mut client).await, head);
        }
    }
}

#[tokio::test]
async fn ten_megabytes_in_one_piece_arrive_whole() {
    let server = Server::answering(|| ok().body(Body::from(misleading())).unwrap()).await;
    downloads(&server).await;
}

#[tokio::test]
async fn ten_megabytes_in_frames_arrive_whole() {
    let server = Server::answering(|| {
        let all: &'static [u8] = Box::leak(misleading().to_vec().into_boxed_slice());
        // Each frame begins with `HTTP/1.1 200 OK`.
        let frames = Pieces::of_unknown_length(all.chunks(46 * 1000)).of_known_length();
        ok().body(frames.body()).unwrap()
    })
    .await;
    downloads(&server).await;
}

#[tokio::test]
async fn a_client_that_hangs_up_half_way_is_noted() {
    let (delivery, mut queue) = deliveries();
    let server = Server::answering(move || {
        let body = Body::from(vec![b'x'; 50_000_000]);
        ok().extension(delivery.clone()).body(body).unwrap()
    })
    .await;
    let mut client = slow_client(&server).await;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let head = read_head(&mut client).await;
    drop(client);
    let delivered = next_delivery(&mut queue).await;
    assert_eq!(delivered.head, head);
    assert_eq!(delivered.body_bytes_announced, Some(50_000_000));
    assert!(delivered.body_bytes_sent < 50_000_000);
    assert!(!delivered.whole);
    assert_eq!(delivered.end, End::Lost);
}

#[tokio::test]
async fn frames_are_not_read_ahead_of_a_slow_client() {
    // A body without end: whoever gathers it never answers.
    struct Endless;
    impl http_body::Body for Endless {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            static PIECE: [u8; 1000] = [b'x'; 1000];
            let frame = http_body::Frame::data(bytes::Bytes::from_static(&PIECE));
            std::task::Poll::Ready(Some(Ok(frame)))
        }
    }
    let server = Server::answering(|| ok().body(Body::new(Endless.boxed_unsync())).unwrap()).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let head = read_head(&mut client).await;
    assert!(head.contains("Transfer-Encoding: chunked"), "{head}");
    let mut first = vec![0; 1007];
    client.read_exact(&mut first).await.unwrap();
    assert!(first.starts_with(b"3e8\r\nxxx") && first.ends_with(b"xxx\r\n"));
}
