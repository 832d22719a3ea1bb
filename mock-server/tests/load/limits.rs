//! What is too large is refused in words, and holds up nobody.

use tokio::{io::AsyncWriteExt, net::TcpStream, task::JoinSet};

use crate::{
    client::{Client, Reading, raw},
    process::Process,
    world::{self, CALM, target},
};

#[tokio::test(flavor = "multi_thread")]
async fn oversized_requests_are_refused_while_others_are_served() {
    let server = Process::serving(&world::text(), &[]);
    let (address, before) = (server.address, server.descriptors());
    let long = "x".repeat(200_000);
    let cases = [
        (format!("GET /{long} HTTP/1.1\r\n\r\n"), "414 "),
        (format!("GET / HTTP/1.1\r\nX-Long: {long}\r\n\r\n"), "431 "),
        (
            format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(500)),
            "431 ",
        ),
        (
            "POST /_fakehq/spaces/calm/forms HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"
                .to_owned(),
            "413 ",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n".to_owned(),
            "413 ",
        ),
    ];
    let mut asking = JoinSet::new();
    for (request, status) in cases.into_iter().cycle().take(64) {
        asking.spawn(async move {
            let answer = raw(address, request.as_bytes()).await;
            let expected = format!("HTTP/1.1 {status}");
            assert!(answer.starts_with(&expected), "{expected}: {answer:.200}");
            assert!(answer.contains(status.trim()) && answer.len() < 1_000);
        });
    }
    for _ in 0..8 {
        asking.spawn(async move {
            let mut client = Client::new(address, Reading::Eager);
            let answer = client.export(&target(CALM[0], "csv")).await.unwrap();
            assert!(answer.status == 200 && answer.whole);
        });
    }
    asking.join_all().await;
    assert!(server.descriptors_back_to(before) <= before);
    assert!(server.memory() <= Some(100), "{:?}", server.memory());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_never_finish_their_request_hold_up_nobody() {
    let server = Process::serving(&world::text(), &[]);
    let (address, before) = (server.address, server.descriptors());
    let mut unfinished = Vec::new();
    for number in 0..200_usize {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request =
            b"POST /a/calm/reports/export/ HTTP/1.1\r\nContent-Length: 60000000\r\n\r\nabc";
        stream
            .write_all(&request[..number % request.len()])
            .await
            .unwrap();
        unfinished.push(stream);
    }
    let mut client = Client::new(address, Reading::Eager);
    for _ in 0..20 {
        let answer = client.export(&target(CALM[1], "json")).await.unwrap();
        assert!(answer.status == 200 && answer.whole);
    }
    assert!(server.memory() <= Some(100), "{:?}", server.memory());
    drop((unfinished, client));
    assert!(server.descriptors_back_to(before) <= before);
}
