//! Requests as the router sees them.

use axum::{Router, body::Body, extract::Request, routing::any};
use fakehq::http::wire::{Peer, RawRequest};
use tokio::io::AsyncWriteExt;

use crate::support::{Server, patiently, read_answer};

/// Tells what it was asked, one fact a line.
async fn mirror(request: Request) -> String {
    let raw = request.extensions().get::<RawRequest>().unwrap();
    let mut text = format!(
        "method {}\nuri {}\npath {}\ntarget {}\nversion {}\n",
        raw.method().escape_ascii(),
        request.uri(),
        request.uri().path(),
        raw.target().escape_ascii(),
        raw.version().escape_ascii(),
    );
    for (name, value) in raw.fields() {
        text += &format!("{}={}\n", name.escape_ascii(), value.escape_ascii());
    }
    text
}

async fn mirrored(request: &[u8]) -> String {
    let server = Server::start(Router::new().fallback(any(mirror))).await;
    let mut client = server.connect().await;
    client.write_all(request).await.unwrap();
    String::from_utf8(read_answer(&mut client).await.1).unwrap()
}

#[tokio::test]
async fn a_literal_quote_in_the_query_reaches_the_router() {
    let text = mirrored(
        b"GET /a/d/reports/export/?export_tag=\"http://x/y\"&n=\xc3\xa9<\xff> HTTP/1.1\r\n\r\n",
    )
    .await;
    assert_eq!(
        text,
        "method GET\n\
         uri /a/d/reports/export/?export_tag=%22http://x/y%22&n=%C3%A9%3C%FF%3E\n\
         path /a/d/reports/export/\n\
         target /a/d/reports/export/?export_tag=\\\"http://x/y\\\"&n=\\xc3\\xa9<\\xff>\n\
         version HTTP/1.1\n"
    );
}

#[tokio::test]
async fn blanks_in_the_target_belong_to_the_target() {
    let text = mirrored(b"GET /a b  HTTP/1.0 HTTP/1.1\r\n\r\n").await;
    assert!(text.contains("\nuri /a%20b%20%20HTTP/1.0\n"), "{text}");
    assert!(text.contains("\ntarget /a b  HTTP/1.0\n"), "{text}");
}

#[tokio::test]
async fn absolute_targets_work() {
    let text = mirrored(b"GET http://hq.test:80/p/?q=\" HTTP/1.1\r\n\r\n").await;
    assert!(
        text.contains("\nuri http://hq.test:80/p/?q=%22\npath /p/\n"),
        "{text}"
    );
}

#[tokio::test]
async fn header_lines_keep_spelling_order_and_bytes() {
    let text = mirrored(
        b"GET / HTTP/1.1\r\nX-b: 1\r\nauthorization:Digest username=\"jos\xe9\" \r\nx-A:\t2\r\nX-B: 3\r\n\r\n",
    )
    .await;
    let lines = "\nX-b=1\nauthorization=Digest username=\\\"jos\\xe9\\\"\nx-A=2\nX-B=3\n";
    assert!(text.ends_with(lines), "{text}");
}

#[tokio::test]
async fn bare_line_feeds_and_empty_lines_before_a_request_are_taken() {
    let text = mirrored(b"\r\n\n\r\nGET /x HTTP/1.1\nA: b\n\n").await;
    assert!(
        text.contains("target /x\n") && text.ends_with("A=b\n"),
        "{text}"
    );
}

#[tokio::test]
async fn the_head_is_kept_whole_and_the_peer_is_known() {
    let head = "GET /?\" HTTP/1.1\r\nhOsT: h\r\n\r\n";
    let router = Router::new().fallback(any(|request: Request| async move {
        let raw = request
            .extensions()
            .get::<RawRequest>()
            .unwrap()
            .head()
            .clone();
        let peer = request.extensions().get::<Peer>().unwrap().0;
        format!("{peer}\n{}", String::from_utf8_lossy(&raw))
    }));
    let server = Server::start(router).await;
    let mut client = server.connect().await;
    client.write_all(head.as_bytes()).await.unwrap();
    let body = String::from_utf8(read_answer(&mut client).await.1).unwrap();
    assert_eq!(body, format!("{}\n{head}", client.local_addr().unwrap()));
}

#[tokio::test]
async fn a_hundred_and_sixty_pipelined_requests_are_answered_in_order() {
    let router = Router::new().fallback(any(|request: Request<Body>| async move {
        request.uri().path().to_owned()
    }));
    let server = Server::start(router).await;
    let client = server.connect().await;
    let (mut reading, mut writing) = client.into_split();
    let all: String = (0..160)
        .map(|n| format!("GET /{n} HTTP/1.1\r\nHost: h\r\n\r\n"))
        .collect();
    // In pieces that end inside heads.
    let sending = async {
        for piece in all.as_bytes().chunks(997) {
            writing.write_all(piece).await.unwrap();
        }
    };
    let receiving = async {
        for n in 0..160 {
            let (_, body) = read_answer(&mut reading).await;
            assert_eq!(body, format!("/{n}").as_bytes());
        }
    };
    patiently("160 answers", async { tokio::join!(sending, receiving) }).await;
}
