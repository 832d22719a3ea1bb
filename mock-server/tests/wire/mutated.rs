//! Heads that someone has damaged: always an answer or a clean close.

use axum::{Router, routing};
use bytes::Bytes;
use fakehq::http::wire::head::{end_of_head, read_head};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use tokio::io::AsyncWriteExt;

use crate::{
    damage::{damaged, damages},
    support::{Ending, Server, read_all},
};

const HEADS: [&str; 4] = [
    "GET /a/d/reports/export/?export_tag=%22http://x/y%22&format=csv HTTP/1.1\r\nHost: h:80\r\n\
     User-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
    "POST /a/d/receiver/ HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "GET http://h/\" HTTP/1.0\r\nAuthorization: Digest username=\"a\", uri=\"/\"\"\r\n\r\n",
];

/// What means something in a head.
const ODD: [&str; 5] = ["\r\n", "\n", " ", ": ", "\0"];

fn damaged_head() -> impl Strategy<Value = Vec<u8>> {
    let heads = proptest::sample::select(&HEADS[..]);
    (heads, damages(&ODD)).prop_map(|(head, damages)| damaged(head.as_bytes(), &damages))
}

#[test]
fn damaged_heads_are_read_or_refused() {
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4000)
    });
    let (read, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner
        .run(&damaged_head(), |bytes| {
            let end = end_of_head(&bytes, 0).unwrap_or(bytes.len());
            let sent = Bytes::copy_from_slice(&bytes[..end]);
            match read_head(sent.clone(), 16) {
                Ok(head) => {
                    read.set(read.get() + 1);
                    let raw = head.raw;
                    prop_assert_eq!(raw.head(), &sent);
                    let line = [raw.method(), raw.target(), raw.version()].join(&b' ');
                    prop_assert!(sent.starts_with(&line));
                    prop_assert_eq!(raw.fields().count(), head.headers.len());
                    for (name, value) in raw.fields() {
                        let name = std::str::from_utf8(name).unwrap();
                        let mut values = head.headers.get_all(name).iter();
                        prop_assert!(values.any(|known| known.as_bytes() == value));
                    }
                }
                Err(refusal) => {
                    refused.set(refused.get() + 1);
                    prop_assert!(refusal.status().as_u16() >= 400);
                    prop_assert!(refusal.to_string().is_ascii());
                }
            }
            Ok(())
        })
        .unwrap();
    // Neither side is a rarity, or the test would say little.
    assert!(read.get() > 400 && refused.get() > 400);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn the_end_of_a_head_is_found_however_it_arrives(bytes in vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'a')], 0..40)) {
        let at_once = end_of_head(&bytes, 0);
        let piecemeal = (0..=bytes.len())
            .find_map(|known| end_of_head(&bytes[..known], known.saturating_sub(1)));
        prop_assert_eq!(at_once, piecemeal);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let _ = read_head(Bytes::from(bytes), 8);
    }
}

#[test]
fn damaged_requests_get_an_answer_or_a_clean_close() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let router =
        Router::new().fallback(routing::any(
            |body: Bytes| async move { body.len().to_string() },
        ));
    let server = runtime.block_on(Server::start(router));
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(500)
    });
    runner
        .run(&damaged_head(), |bytes| {
            let (answer, ending) = runtime.block_on(async {
                let mut client = server.connect().await;
                client.write_all(&bytes).await.unwrap();
                client.shutdown().await.unwrap();
                read_all(&mut client).await
            });
            prop_assert_eq!(ending, Ending::Fin);
            let silent = bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            prop_assert!(silent || answer.starts_with(b"HTTP/1.1 "));
            Ok(())
        })
        .unwrap();
    let fine = runtime.block_on(server.ask(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
    assert!(fine.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(runtime.block_on(server.stop()).cut, 0);
}
