//! Request bodies.

use axum::{Router, routing::any};
use bytes::Bytes;
use fakehq::http::wire::Limits;
use tokio::io::AsyncWriteExt;

use crate::support::{Server, read_answer, read_head};

async fn echo_server() -> Server {
    let limits = Limits {
        body_bytes: 3_000_000,
        ..Limits::default()
    };
    Server::with(
        Router::new().fallback(any(|body: Bytes| async { body })),
        limits,
    )
    .await
}

#[tokio::test]
async fn bodies_arrive_whole_and_the_next_request_follows() {
    let server = echo_server().await;
    let mut client = server.connect().await;
    client
        .write_all(
            b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\
              POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n3;x=\"y\"\r\nfgh\r\n0\r\nT: t\r\n\r\n\
              POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n\
              GET / HTTP/1.1\r\n\r\n",
        )
        .await
        .unwrap();
    for expected in [&b"abc"[..], b"defgh", b"", b""] {
        assert_eq!(read_answer(&mut client).await.1, expected);
    }
}

#[tokio::test]
async fn a_big_body_arrives_whole() {
    // The routes' own limit for gathered bodies is 2 MB.
    let body: Vec<u8> = (0..2_000_000_u32).map(|n| (n % 251) as u8).collect();
    let server = echo_server().await;
    let mut client = server.connect().await;
    let head = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
    client.write_all(head.as_bytes()).await.unwrap();
    client.write_all(&body).await.unwrap();
    assert!(read_answer(&mut client).await.1 == body);
    client
        .write_all(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await
        .unwrap();
    for piece in body.chunks(70_001) {
        let size = format!("{:x}\r\n", piece.len());
        client.write_all(size.as_bytes()).await.unwrap();
        client.write_all(piece).await.unwrap();
        client.write_all(b"\r\n").await.unwrap();
    }
    client.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(read_answer(&mut client).await.1 == body);
}

#[tokio::test]
async fn a_client_that_waits_for_the_word_gets_it() {
    let server = echo_server().await;
    let mut client = server.connect().await;
    client
        .write_all(b"POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(
        read_head(&mut client).await,
        "HTTP/1.1 100 CONTINUE\r\n\r\n"
    );
    client.write_all(b"body").await.unwrap();
    assert_eq!(read_answer(&mut client).await.1, b"body");
}

#[tokio::test]
async fn a_client_that_does_not_wait_needs_no_word() {
    let server = echo_server().await;
    let mut client = server.connect().await;
    client
        .write_all(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody")
        .await
        .unwrap();
    let (head, body) = read_answer(&mut client).await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(body, b"body");
}

#[tokio::test]
async fn bodies_without_a_clear_end_are_refused() {
    let server = echo_server().await;
    for (request, status, word) in [
        (
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400 BAD REQUEST",
            "both",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "501 NOT IMPLEMENTED",
            "chunked",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            "413 REQUEST ENTITY TOO LARGE",
            "3000000",
        ),
        (
            "POST / HTTP/1.1\r\nContent-Length: 3000001\r\nExpect: 100-continue\r\n\r\n",
            "413 REQUEST ENTITY TOO LARGE",
            "3000000",
        ),
        (
            "POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: a-miracle\r\n\r\nabc",
            "417 EXPECTATION FAILED",
            "100-continue",
        ),
    ] {
        let answer = server.ask(request.as_bytes()).await;
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n");
        assert!(answer.starts_with(&head), "{request}: {answer}");
        assert!(answer.contains(word), "{request}: {answer}");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_told_so() {
    let server = echo_server().await;
    let mut client = server.connect().await;
    client
        .write_all(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc")
        .await
        .unwrap();
    client.shutdown().await.unwrap();
    let (head, body) = read_answer(&mut client).await;
    assert!(head.starts_with("HTTP/1.1 400 BAD REQUEST\r\n"), "{head}");
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains("ended inside the request body")
    );
}

#[tokio::test]
async fn the_answer_to_a_body_nobody_reads_is_not_eaten_by_a_reset() {
    let server = echo_server().await;
    let (mut reading, mut writing) = server.connect().await.into_split();
    let sending = tokio::spawn(async move {
        let head = b"POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n";
        writing.write_all(head).await.unwrap();
        // Far more than the buffers of the system: the server must read it away.
        for _ in 0..90 {
            writing.write_all(&[b'x'; 100_000]).await.unwrap();
        }
    });
    let (head, _) = read_answer(&mut reading).await;
    assert!(head.starts_with("HTTP/1.1 413 "), "{head}");
    sending.await.unwrap();
}
