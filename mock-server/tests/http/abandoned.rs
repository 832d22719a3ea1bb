//! Nobody makes an export for a client that has gone.

use std::time::{Duration, Instant};

use fakehq::quirks::Profile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Answer, EXPORT, Fake, JANE, get, patiently, space, visit};

/// A space whose workbook takes a while to make.
async fn large() -> Fake {
    let mut space = space("demo", Profile::Documented);
    for number in 0..12_000 {
        let id = format!("form {number}");
        space.submit_json(visit(&id, "Ravi")).unwrap();
    }
    Fake::of([space]).await
}

/// A request for the export in a format, with credentials.
async fn asked(hq: &Fake, format: &str) -> Vec<u8> {
    let ask = get(format!("{EXPORT}&format={format}"));
    let challenge = hq.ask(&ask).await;
    ask.answering(&challenge, JANE).bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_abandoned_workbooks_hold_up_nobody() {
    let hq = large().await;
    let begun = Instant::now();
    let whole = hq.send(&asked(&hq, "xlsx").await).await;
    let alone = begun.elapsed();
    assert_eq!(whole.status, 200);
    hq.hq.finished.keep_within(0);
    for _ in 0..20 {
        let request = asked(&hq, "xlsx").await;
        let mut stream = hq.connect().await;
        stream.write_all(&request).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        drop(stream);
    }
    let begun = Instant::now();
    let entries = hq.journal("demo").await;
    let settled = begun.elapsed();
    assert!(
        settled < alone.max(Duration::from_secs(1)),
        "{settled:?} after the last had gone, and one takes {alone:?}"
    );
    let left = |entry: &&fakehq::journal::entry::Entry| {
        entry
            .notes
            .iter()
            .any(|note| note.contains("the client left"))
    };
    assert_eq!(entries.iter().filter(left).count(), 20);
    assert_eq!(hq.send(&asked(&hq, "json").await).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_only_says_no_more_gets_the_whole_answer() {
    let hq = large().await;
    let request = asked(&hq, "xlsx").await;
    let mut stream = hq.connect().await;
    stream.write_all(&request).await.unwrap();
    stream.shutdown().await.unwrap();
    // The first byte shows that the client is still there, long before the workbook is made.
    let mut all = vec![0];
    stream.read_exact(&mut all).await.unwrap();
    let read = stream.read_to_end(&mut all);
    patiently("the answer", read).await.unwrap();
    let answer = Answer::read(&all);
    assert!(
        answer.head.starts_with("HTTP/1.1 200 OK\r\n"),
        "{}",
        answer.head
    );
    let length = answer.body.len().to_string();
    assert_eq!(answer.field("Content-Length"), Some(&*length));
    let entry = hq.journal("demo").await.pop().unwrap();
    assert_eq!(entry.answer, Some(answer.head));
    assert!(entry.sent.unwrap().whole);
}
