//! Requests that are too long, too many-fielded or no requests at all.

use axum::{Router, routing::any};
use fakehq::http::wire::Limits;
use tokio::io::AsyncWriteExt;

use crate::support::{Server, ask, read_answer};

async fn server() -> Server {
    let limits = Limits {
        header_fields: 20,
        ..Limits::default()
    };
    Server::with(Router::new().fallback(any(|| async { "fine" })), limits).await
}

#[tokio::test]
async fn what_is_no_request_is_told_what_is_wrong() {
    let server = server().await;
    for (request, status, word) in [
        (
            "hello\r\n\r\n",
            "400 BAD REQUEST",
            "no blanks. It was: `hello`",
        ),
        (
            "GET /\r\n\r\n",
            "400 BAD REQUEST",
            "does not end in an HTTP version",
        ),
        ("GET HTTP/1.1\r\n\r\n", "400 BAD REQUEST", "no target"),
        ("G@T / HTTP/1.1\r\n\r\n", "400 BAD REQUEST", "method"),
        (
            "GET p HTTP/1.1\r\n\r\n",
            "400 BAD REQUEST",
            "begin with `/`",
        ),
        (
            "GET / HTTP/2.0\r\n\r\n",
            "505 HTTP VERSION NOT SUPPORTED",
            "HTTP/1.0",
        ),
        ("GET / http/1.1\r\n\r\n", "400 BAD REQUEST", "HTTP version"),
        (
            "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
            "400 BAD REQUEST",
            "It was: ` c`",
        ),
        (
            "GET / HTTP/1.1\r\nA : b\r\n\r\n",
            "400 BAD REQUEST",
            "It was: `A : b`",
        ),
        (
            "GET / HTTP/1.1\r\nA: b\x01\r\n\r\n",
            "400 BAD REQUEST",
            "It was: `A: b\\x01`",
        ),
        (
            "\x16\x03\x01\x02\r\n\r\n",
            "400 BAD REQUEST",
            "`\\x16\\x03\\x01\\x02`",
        ),
    ] {
        let answer = server.ask(request.as_bytes()).await;
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
        );
        assert!(answer.starts_with(&head), "{request}: {answer}");
        assert!(
            answer.contains("\r\nConnection: close\r\n\r\n"),
            "{request}: {answer}"
        );
        assert!(answer.contains(word), "{request}: {answer}");
    }
}

#[tokio::test]
async fn heads_have_a_longest_length() {
    let server = server().await;
    let long = "x".repeat(900_000);
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\nA: {long}\r\n\r\n"), "431 "),
        (format!("GET /{long} HTTP/1.1\r\n\r\n"), "414 "),
        (format!("GET /{} HTTP/1.1\r\n\r\n", &long[..65_534]), "414 "),
        (
            format!("GET /{} HTTP/1.1\r\n\r\n", "\"".repeat(30_000)),
            "414 ",
        ),
        (
            format!(
                "GET /{} HTTP/1.1\r\nConnection: close\r\n\r\n",
                &long[..65_533]
            ),
            "200 ",
        ),
        (
            format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(21)),
            "431 ",
        ),
        (
            format!(
                "GET / HTTP/1.1\r\n{}Connection: close\r\n\r\n",
                "A: b\r\n".repeat(19)
            ),
            "200 ",
        ),
    ] {
        let answer = server.ask(request.as_bytes()).await;
        let start = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&start), "{status}: {answer}");
    }
}

#[tokio::test]
async fn a_head_that_ends_early_is_told_so_and_silence_is_not_answered() {
    let server = server().await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET / HTTP/1.1\r\nA: b\r\n")
        .await
        .unwrap();
    client.shutdown().await.unwrap();
    let (head, body) = read_answer(&mut client).await;
    assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains("ended inside the request head")
    );

    let mut silent = server.connect().await;
    silent.shutdown().await.unwrap();
    assert_eq!(ask_nothing(silent).await, b"");
}

async fn ask_nothing(mut client: tokio::net::TcpStream) -> Vec<u8> {
    crate::support::read_all(&mut client).await.0
}

#[tokio::test]
async fn a_head_may_come_byte_by_byte() {
    let server = server().await;
    let mut client = server.connect().await;
    client.set_nodelay(true).unwrap();
    for byte in b"\r\nGET / HTTP/1.1\r\nA: b\r\n\r" {
        client.write_all(&[*byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    let (answer, _) = ask(client, b"\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    let answer = String::from_utf8(answer).unwrap();
    assert_eq!(answer.matches("HTTP/1.1 200 OK\r\n").count(), 2, "{answer}");
}
