//! Answers that stop and stay open.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::support::{authorised, lay, with};
use crate::support::{Answer, patiently};

#[tokio::test]
async fn a_stalled_answer_says_so_and_ends_when_the_client_leaves() {
    let hq = with(&[]).await;
    let island = hq.hq.island("demo").unwrap();
    let mut stalls = island.faults().stalls();
    let ask = authorised(&hq, "&format=json").await;
    lay(&hq, "effect = { stall = { at = 30 } }");
    let mut stream = hq.connect().await;
    stream.write_all(&ask.bytes()).await.unwrap();
    patiently("the stall", stalls.wait_for(|count| *count == 1))
        .await
        .unwrap();

    let mut all = vec![0; 8192];
    let mut read = 0;
    while !all[..read].windows(4).any(|four| four == b"\r\n\r\n")
        || Answer::read(&all[..read]).body.len() < 30
    {
        read += patiently("bytes", stream.read(&mut all[read..]))
            .await
            .unwrap();
    }
    assert_eq!(Answer::read(&all[..read]).body.len(), 30);

    // Nobody else is held up, and the journal waits for the client to go.
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b"]);
    assert!(!hq.is_settled().await);
    drop(stream);
    let entries = hq.journal("demo").await;
    let stalled = entries.iter().find(|entry| entry.fault.is_some()).unwrap();
    let sent = stalled.sent.unwrap();
    assert_eq!((sent.body_bytes, sent.whole), (30, false));
}

#[tokio::test]
async fn a_stop_of_the_server_ends_a_stall() {
    let hq = with(&[]).await;
    let ask = authorised(&hq, "").await;
    lay(&hq, "effect = { stall = { at = \"nothing\" } }");
    let mut stalls = hq.hq.island("demo").unwrap().faults().stalls();
    let mut stream = hq.connect().await;
    stream.write_all(&ask.bytes()).await.unwrap();
    patiently("the stall", stalls.wait_for(|count| *count == 1))
        .await
        .unwrap();
    patiently("the stop", hq.server.stop()).await;
    let mut all = Vec::new();
    patiently("the end", stream.read_to_end(&mut all))
        .await
        .unwrap();
    assert!(all.is_empty());
}
