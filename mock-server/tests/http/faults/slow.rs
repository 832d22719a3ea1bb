//! Answers that take their time, and hold up nobody else.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::support::{authorised, lay, raw, struck, with};
use crate::support::{Answer, patiently};

#[tokio::test]
async fn a_drip_and_a_delay_bring_the_whole_answer() {
    for text in [
        "effect = { drip = { bytes = 50, pause = \"1ms\" } }",
        "effect = { delay = { time = \"20ms\" } }",
    ] {
        let struck = struck("&format=json", text).await;
        let answer = struck.answer();
        assert_eq!(answer.body, struck.right.body, "{text}");
        assert_eq!(answer.names(), struck.right.names(), "{text}");
    }
}

#[tokio::test]
async fn answers_held_up_for_an_hour_hold_up_nobody() {
    let held_up = [
        "effect = { delay = { time = \"1h\" } }",
        "effect = { drip = { bytes = 1, pause = \"1h\" } }",
        "effect = { stall = { at = \"head\" } }",
    ];
    let hq = with(&[]).await;
    let mut waiting = Vec::new();
    for text in held_up {
        for _ in 0..8 {
            let ask = authorised(&hq, "&format=json").await;
            lay(&hq, text);
            let mut stream = hq.connect().await;
            stream.write_all(&ask.bytes()).await.unwrap();
            // Until the fault has struck the next request would meet it.
            let faults = hq.hq.island("demo").unwrap();
            patiently("the strike", async {
                while faults.faults().laid().last().unwrap().struck == 0 {
                    tokio::task::yield_now().await;
                }
            })
            .await;
            waiting.push(stream);
        }
    }
    for _ in 0..20 {
        let ask = authorised(&hq, "&format=json").await;
        let (all, _) = raw(&hq, &ask).await;
        assert_eq!(Answer::read(&all).ids(), ["a", "b"]);
    }
    // A stop does not wait for faults either.
    patiently("the stop", hq.server.stop()).await;
    for mut stream in waiting {
        let mut all = Vec::new();
        patiently("the end", stream.read_to_end(&mut all))
            .await
            .unwrap();
    }
}
