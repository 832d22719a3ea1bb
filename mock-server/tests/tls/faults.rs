//! Answers over TLS go wrong as they do without.

use std::io::ErrorKind;

use fakehq::{FakeHq, faults::Fault};

use crate::client::{ask, get};

const TARGET: &str = "/a/demo/data/excel_export_data/";

async fn with(fault: &str) -> FakeHq {
    let hq = FakeHq::builder().tls().start().await.unwrap();
    let fault: Fault = toml::from_str(&format!("on = \"any\"\n{fault}")).unwrap();
    hq.space("demo").unwrap().faults().lay(fault);
    hq
}

async fn whole() -> String {
    let hq = FakeHq::builder().tls().start().await.unwrap();
    let (answer, ending) = ask(&hq, &get("/a/demo/login/", "localhost")).await;
    assert!(ending.is_ok());
    answer
}

#[tokio::test]
async fn a_reset_is_one_and_what_came_before_arrives() {
    let hq = with(r#"effect = { reset = { at = "head" } }"#).await;
    let (answer, ending) = ask(&hq, &get(TARGET, "localhost")).await;
    assert!(answer.starts_with("HTTP/1.1 302"), "{answer:?}");
    assert_eq!(ending.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_reset_before_anything() {
    let hq = with(r#"effect = { reset = { at = "nothing" } }"#).await;
    let (answer, ending) = ask(&hq, &get(TARGET, "localhost")).await;
    assert_eq!(answer, "");
    assert_eq!(ending.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_cut_ends_in_order_after_so_many_bytes() {
    let hq = with("effect = { cut = { at = 100 } }").await;
    let (answer, ending) = ask(&hq, &get("/a/demo/login/", "localhost")).await;
    let whole = whole().await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let (whole_head, whole_body) = whole.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, &whole_body[..100]);
    let length = |head: &str| {
        let mut lines = head.lines().map(str::to_owned);
        lines.find(|line| line.starts_with("Content-Length"))
    };
    assert_eq!(length(head), length(whole_head), "the head promises all");
    assert!(ending.is_ok(), "{ending:?}");
}

#[tokio::test]
async fn an_empty_reply_is_empty() {
    let hq = with(r#"effect = "empty-reply""#).await;
    let (answer, ending) = ask(&hq, &get(TARGET, "localhost")).await;
    assert_eq!(answer, "");
    assert!(ending.is_ok(), "{ending:?}");
}

#[tokio::test]
async fn silent_connections_hold_up_no_stop() {
    let hq = FakeHq::builder().tls().start().await.unwrap();
    let silent = crate::client::connect(&hq, "localhost").await.unwrap();
    // Nor does one that has not even begun its handshake hold it up.
    let mute = tokio::net::TcpStream::connect(("127.0.0.1", hq.port())).await;
    hq.stop().await;
    drop((silent, mute));
}
