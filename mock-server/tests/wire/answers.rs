//! Answers, byte for byte.

use axum::{Router, body::Body, routing::any};
use bytes::Bytes;
use fakehq::http::wire::{DateSource, End, Framing, Limits, Spelling, serve};
use http::HeaderValue;
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::support::{
    Pieces, Server, answering, ask, deliveries, next_delivery, ok, read_answer, read_head,
};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_whole_answer_is_as_published() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = answering(|| {
        ok().header("x-commcarehq-export-token", "c0ffee")
            .header("content-type", "application/zip")
            .header(
                "content-disposition",
                "attachment; filename=\"http://x/y.zip\"",
            )
            .header("http_x_openrosa_version", "1.0")
            .header("vary", "Accept-Language, Cookie")
            .header("www-authenticate", "Digest realm=\"DJANGO\"")
            .body(Body::from("PK"))
            .unwrap()
    });
    let date = DateSource::new(|| Some(HeaderValue::from_static("Tue, 31 Dec 2013 23:59:59 GMT")));
    tokio::spawn(serve(
        listener,
        router,
        Limits::default(),
        date,
        std::future::pending(),
    ));
    let client = tokio::net::TcpStream::connect(address).await.unwrap();
    let (answer, _) = ask(client, GET).await;
    assert_eq!(
        String::from_utf8(answer).unwrap(),
        "HTTP/1.1 200 OK\r\n\
         X-CommCareHQ-Export-Token: c0ffee\r\n\
         Content-Type: application/zip\r\n\
         Content-Disposition: attachment; filename=\"http://x/y.zip\"\r\n\
         HTTP_X_OPENROSA_VERSION: 1.0\r\n\
         Vary: Accept-Language, Cookie\r\n\
         WWW-Authenticate: Digest realm=\"DJANGO\"\r\n\
         Content-Length: 2\r\n\
         Connection: close\r\n\
         Date: Tue, 31 Dec 2013 23:59:59 GMT\r\n\
         \r\nPK"
    );
}

#[tokio::test]
async fn a_redirect_without_a_body_says_so() {
    let server = Server::answering(|| {
        let moved = ok().status(302).header("location", "http://h/a/d/");
        moved.body(Body::empty()).unwrap()
    })
    .await;
    assert_eq!(
        server.ask(GET).await,
        "HTTP/1.1 302 FOUND\r\nLocation: http://h/a/d/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
}

#[tokio::test]
async fn spelling_is_chosen_for_each_response() {
    for (spelling, line) in [
        (Spelling::Published, "\r\nX-CommCareHQ-Export-Token: t\r\n"),
        (Spelling::Title, "\r\nX-Commcarehq-Export-Token: t\r\n"),
        (Spelling::Lower, "\r\nx-commcarehq-export-token: t\r\n"),
    ] {
        let server = Server::answering(move || {
            let token = ok().header("X-CommCareHQ-Export-Token", "t");
            token.extension(spelling).body(Body::empty()).unwrap()
        })
        .await;
        let answer = server.ask(GET).await;
        assert!(answer.contains(line), "{answer}");
    }
}

#[tokio::test]
async fn bytes_of_header_values_pass_unchanged() {
    let server = Server::answering(|| {
        let value = HeaderValue::from_bytes(b"caf\xe9 \"x\"").unwrap();
        ok().header("x-odd", value).body(Body::empty()).unwrap()
    })
    .await;
    let (answer, _) = ask(server.connect().await, GET).await;
    let line = b"\r\nX-Odd: caf\xe9 \"x\"\r\n";
    assert!(answer.windows(line.len()).any(|window| window == line));
}

#[tokio::test]
async fn framing_follows_the_body_and_the_wish() {
    let pieces = || Pieces::of_unknown_length([&b"HTTP/1.1 200 OK"[..], b"", b"\r\n\r\nxy"]);
    let chunked = "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                   f\r\nHTTP/1.1 200 OK\r\n6\r\n\r\n\r\nxy\r\n0\r\n\r\n";
    let length = "Content-Length: 21\r\nConnection: close\r\n\r\nHTTP/1.1 200 OK\r\n\r\nxy";
    let until_close = "Connection: close\r\n\r\nHTTP/1.1 200 OK\r\n\r\nxy";
    for (known, wish, expected) in [
        (false, None, chunked),
        (false, Some(Framing::Chunked), chunked),
        (true, Some(Framing::Chunked), chunked),
        (true, None, length),
        (true, Some(Framing::Length), length),
        (false, Some(Framing::Length), length),
        (true, Some(Framing::Close), until_close),
        (false, Some(Framing::Close), until_close),
    ] {
        let server = Server::answering(move || {
            let body = if known {
                pieces().of_known_length()
            } else {
                pieces()
            };
            let mut response = ok().body(body.body()).unwrap();
            if let Some(wish) = wish {
                response.extensions_mut().insert(wish);
            }
            response
        })
        .await;
        let answer = server.ask(GET).await;
        let rest = answer.strip_prefix("HTTP/1.1 200 OK\r\n").unwrap();
        if wish == Some(Framing::Chunked) || wish == Some(Framing::Close) {
            // The routes tell the length of a body they know; the wish rules it out.
            assert!(!rest.contains("Content-Length"), "{known} {wish:?}");
        }
        assert_eq!(rest, expected, "{known} {wish:?}");
    }
}

#[tokio::test]
async fn http_1_0_gets_no_chunks() {
    let server = Server::answering(|| {
        ok().body(Pieces::of_unknown_length([&b"a"[..], b"b"]).body())
            .unwrap()
    })
    .await;
    let request = b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    assert_eq!(
        server.ask(request).await,
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nab"
    );
}

#[tokio::test]
async fn http_1_0_keeps_alive_when_asked() {
    let server = Server::answering(|| ok().body(Body::from("x")).unwrap()).await;
    let mut client = server.connect().await;
    for _ in 0..3 {
        client
            .write_all(b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
            .await
            .unwrap();
        let (head, body) = read_answer(&mut client).await;
        assert!(head.contains("\r\nConnection: keep-alive\r\n"), "{head}");
        assert_eq!(body, b"x");
    }
    let (last, _) = ask(client, b"GET / HTTP/1.0\r\n\r\n").await;
    assert!(
        String::from_utf8(last)
            .unwrap()
            .contains("\r\nConnection: close\r\n")
    );
}

#[tokio::test]
async fn head_204_and_304_have_no_body() {
    let router = Router::new()
        .route("/any", any(|| async { "hello" }))
        .route(
            "/204",
            any(|| async { (http::StatusCode::NO_CONTENT, "no") }),
        )
        .route(
            "/304",
            any(|| async { (http::StatusCode::NOT_MODIFIED, "no") }),
        );
    let server = Server::start(router).await;
    let mut client = server.connect().await;
    client
        .write_all(
            b"HEAD /any HTTP/1.1\r\n\r\nGET /204 HTTP/1.1\r\n\r\nGET /304 HTTP/1.1\r\n\r\n\
              GET /any HTTP/1.1\r\n\r\n",
        )
        .await
        .unwrap();
    let head = read_head(&mut client).await;
    assert!(head.ends_with("\r\nContent-Length: 5\r\n\r\n"), "{head}");
    assert!(
        read_head(&mut client)
            .await
            .starts_with("HTTP/1.1 204 NO CONTENT\r\n")
    );
    assert!(
        read_head(&mut client)
            .await
            .starts_with("HTTP/1.1 304 NOT MODIFIED\r\n")
    );
    assert_eq!(read_answer(&mut client).await.1, b"hello");
}

#[tokio::test]
async fn a_handler_may_end_the_connection() {
    let server = Server::answering(|| {
        ok().header("connection", "close")
            .body(Body::from("x"))
            .unwrap()
    })
    .await;
    let answer = server.ask(b"GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(answer.matches("onnection").count(), 1);
    assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn a_panicking_handler_is_a_500_and_the_server_goes_on() {
    async fn boom() -> &'static str {
        panic!("a handler panicked, as this test wants")
    }
    let router = Router::new()
        .route("/boom", any(boom))
        .route("/fine", any(|| async { "fine" }));
    let server = Server::start(router).await;
    let mut client = server.connect().await;
    let both = b"GET /boom HTTP/1.1\r\n\r\nGET /fine HTTP/1.1\r\n\r\n";
    client.write_all(both).await.unwrap();
    let (head, body) = read_answer(&mut client).await;
    assert!(
        head.starts_with("HTTP/1.1 500 INTERNAL SERVER ERROR\r\n"),
        "{head}"
    );
    assert!(String::from_utf8(body).unwrap().contains("panicked"));
    assert_eq!(read_answer(&mut client).await.1, b"fine");
}

#[tokio::test]
async fn a_body_that_fails_is_cut_not_completed() {
    let (delivery, mut queue) = deliveries();
    let server = Server::answering(move || {
        let body = Pieces::of_unknown_length([&b"abc"[..]])
            .then_failing()
            .body();
        ok().extension(delivery.clone()).body(body).unwrap()
    })
    .await;
    let answer = server.ask(b"GET / HTTP/1.1\r\n\r\n").await;
    assert!(answer.ends_with("\r\n\r\n3\r\nabc\r\n"), "{answer}");
    let delivered = next_delivery(&mut queue).await;
    assert!(!delivered.whole);
    assert_eq!((delivered.body_bytes_sent, delivered.end), (3, End::Closed));
}

#[tokio::test]
async fn a_body_longer_than_its_length_is_cut_there() {
    let server = Server::answering(|| {
        let body = Pieces::of_unknown_length([&b"abc"[..], b"def"]).body();
        ok().header("content-length", "4").body(body).unwrap()
    })
    .await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(read_answer(&mut client).await.1, b"abcd");
    }
}

#[tokio::test]
async fn the_journal_hears_what_went_out() {
    let (delivery, mut queue) = deliveries();
    let server = Server::answering(move || {
        let body = Body::from(Bytes::from_static(b"12345"));
        ok().extension(delivery.clone()).body(body).unwrap()
    })
    .await;
    let answer = server.ask(GET).await;
    let delivered = next_delivery(&mut queue).await;
    assert_eq!([&delivered.head[..], b"12345"].concat(), answer.as_bytes());
    assert_eq!(delivered.body_bytes_sent, 5);
    assert_eq!(delivered.body_bytes_announced, Some(5));
    assert!(delivered.whole);
    assert_eq!(delivered.end, End::Closed);
}
