//! The graceful stop.

use std::time::Duration;

use axum::body::Body;
use fakehq::http::wire::{End, Fault, Limits, Step};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    Server, answering, deliveries, misleading, next_delivery, ok, patiently, read_all, read_answer,
    read_head,
};

#[tokio::test]
async fn a_download_in_flight_is_finished_and_silent_clients_are_sent_away_at_once() {
    let limits = Limits {
        // Nothing may wait for these.
        idle: Duration::from_secs(3600),
        linger: Duration::from_secs(3600),
        drain: Duration::from_secs(3600),
        ..Limits::default()
    };
    let server = Server::with(
        answering(|| ok().body(Body::from(misleading())).unwrap()),
        limits,
    )
    .await;
    let address = server.address;
    let mut fresh = server.connect().await;
    let mut used = server.connect().await;
    used.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    read_answer(&mut used).await;
    let mut started = server.connect().await;
    started.write_all(b"GET / HT").await.unwrap();
    let mut busy = server.connect().await;
    busy.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let head = read_head(&mut busy).await;
    assert!(!head.contains("Connection"), "{head}");

    let stopped = server.tell_to_stop();
    for silent in [&mut fresh, &mut used, &mut started] {
        assert_eq!(read_all(silent).await.0, b"");
    }
    // While the download goes on nobody is let in.
    let refused = TcpStream::connect(address).await;
    assert!(refused.is_err());
    assert!(!stopped.is_finished());

    let (body, _) = read_all(&mut busy).await;
    assert!(body == misleading());
    drop(busy);
    assert_eq!(patiently("the stop", stopped).await.unwrap().cut, 0);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_cut() {
    let (delivery, mut queue) = deliveries();
    let limits = Limits {
        drain: Duration::from_millis(50),
        ..Limits::default()
    };
    let router = answering(move || {
        let body = Body::from(vec![b'x'; 50_000_000]);
        ok().extension(delivery.clone()).body(body).unwrap()
    });
    let server = Server::with(router, limits).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    read_head(&mut client).await;
    assert_eq!(server.stop().await.cut, 1);
    let delivered = next_delivery(&mut queue).await;
    assert_eq!((delivered.whole, delivered.end), (false, End::Lost));
    assert!(delivered.body_bytes_sent > 0);
}

#[tokio::test]
async fn an_answer_given_after_the_word_says_close() {
    let (entered, mut inside) = tokio::sync::mpsc::unbounded_channel();
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let pass = std::sync::Arc::clone(&gate);
    let router = axum::Router::new().fallback(axum::routing::any(move || async move {
        entered.send(()).unwrap();
        pass.acquire().await.unwrap().forget();
        "late"
    }));
    let server = Server::start(router).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    patiently("the handler", inside.recv()).await.unwrap();
    let stopped = server.tell_to_stop();
    gate.add_permits(1);
    let (head, body) = read_answer(&mut client).await;
    // Whether the word or the answer was first is not for this test to say; that it is whole is.
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(body, b"late");
    assert_eq!(client.read(&mut [0; 10]).await.unwrap(), 0);
    drop(client);
    assert_eq!(patiently("the stop", stopped).await.unwrap().cut, 0);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_a_fault() {
    let hour = Duration::from_secs(3600);
    let router = answering(move || {
        let pace = Step::Pace {
            bytes: 1,
            pause: hour,
        };
        let script = vec![Step::Head, Step::Wait(hour), pace, Step::Rest];
        ok().extension(Fault(script))
            .body(Body::from("whole"))
            .unwrap()
    });
    let server = Server::start(router).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    read_head(&mut client).await;
    let stopped = server.tell_to_stop();
    assert_eq!(read_all(&mut client).await.0, b"whole");
    drop(client);
    assert_eq!(patiently("the stop", stopped).await.unwrap().cut, 0);
}
