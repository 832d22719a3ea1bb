//! What is kept of a request and its answer.

use fakehq::{journal::entry::Credentials, quirks::Profile};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    load::big_space,
    support::{EXPORT, Fake, JANE, NURSE, X, get, patiently},
};

#[tokio::test]
async fn an_export_is_recorded_from_the_challenge_to_the_last_byte() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.export("&format=json&previous_export=").await;
    let entries = hq.journal("demo").await;
    let [challenge, export] = &entries[..] else {
        panic!("{entries:#?}")
    };
    assert_eq!((challenge.number, challenge.status), (1, 401));
    assert_eq!(challenge.credentials, Credentials::None);
    assert!(challenge.notes.is_empty());

    assert_eq!((export.number, export.status), (2, 200));
    assert_eq!(export.at.to_string(), "2014-01-05T09:00:02Z");
    assert_eq!(
        export.target,
        format!("{EXPORT}&format=json&previous_export=")
    );
    let username = JANE.0.to_owned();
    assert_eq!(export.credentials, Credentials::Verified { username });
    let record = export.export.as_ref().unwrap();
    assert_eq!(record.kind, "form");
    assert_eq!(record.xmlns.as_deref(), Some(X));
    assert_eq!(record.format.as_deref(), Some("json"));
    assert_eq!(record.token_given.as_deref(), Some(""));
    assert_eq!(record.token_issued.as_deref(), answer.token());
    assert_eq!(
        (record.document_count, &record.documents[..]),
        (2, &["a".into(), "b".into()][..])
    );
    assert_eq!(export.answer.as_deref(), Some(&*answer.head));
    let sent = export.sent.unwrap();
    let length = answer.body.len() as u64;
    assert_eq!(
        (sent.body_bytes, sent.announced, sent.whole),
        (length, Some(length), true)
    );
}

#[tokio::test]
async fn the_head_is_kept_as_sent_with_its_secrets_struck_out() {
    let hq = Fake::demo(Profile::Documented).await;
    let ask = get(EXPORT)
        .line("uSER-agent:   curl/7  ")
        .line("X-Twice: 1")
        .line("X-Twice: 2")
        .line("Cookie: sessionid=topsecret; csrftoken=alsosecret");
    let challenge = hq.ask(&ask).await;
    let ask = ask.answering(&challenge, JANE);
    assert_eq!(hq.ask(&ask).await.status, 200);
    let entry = hq.journal("demo").await.pop().unwrap();
    let names: Vec<_> = entry.request.iter().map(|field| &*field.name).collect();
    assert_eq!(
        names,
        [
            "Host",
            "uSER-agent",
            "X-Twice",
            "X-Twice",
            "Cookie",
            "Authorization",
            "Content-Length",
            "Connection"
        ]
    );
    assert_eq!(entry.field("user-agent"), Some("curl/7"));
    let authorization = entry.field("authorization").unwrap();
    assert!(authorization.starts_with("Digest username=\"jane@example.org\""));
    let line = ask.lines.last().unwrap();
    let response = line
        .split("response=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let kept = serde_json::to_string(&entry).unwrap();
    for secret in [response, "topsecret", "alsosecret", JANE.1] {
        assert!(!kept.contains(secret), "{kept}");
    }
}

#[tokio::test]
async fn who_was_refused_and_why_is_told_apart() {
    let hq = Fake::demo(Profile::Documented).await;
    hq.ask_as((JANE.0, "wrong"), get(EXPORT)).await;
    hq.ask_as(NURSE, get(EXPORT)).await;
    let credentials: Vec<_> = hq
        .journal("demo")
        .await
        .into_iter()
        .map(|entry| json!(entry.credentials))
        .collect();
    assert_eq!(
        credentials,
        [
            json!({ "state": "none" }),
            json!({ "state": "refused", "reason": "wrong-response" }),
            json!({ "state": "none" }),
            json!({ "state": "forbidden", "username": NURSE.0 }),
        ]
    );
}

#[tokio::test]
async fn an_answer_that_the_client_hangs_up_on_is_not_whole() {
    let hq = Fake::of([big_space()]).await;
    let ask = get(format!("{EXPORT}&format=json"));
    let challenge = hq.ask(&ask).await;
    let mut stream = hq.connect().await;
    let bytes = ask.answering(&challenge, JANE).bytes();
    stream.write_all(&bytes).await.unwrap();
    let mut beginning = [0; 1000];
    patiently("the beginning", stream.read_exact(&mut beginning))
        .await
        .unwrap();
    assert!(beginning.starts_with(b"HTTP/1.1 200 OK"));
    drop(stream);
    let entry = hq.journal("demo").await.pop().unwrap();
    let sent = entry.sent.unwrap();
    assert!(!sent.whole);
    assert!(sent.body_bytes < sent.announced.unwrap(), "{sent:?}");
    assert!(entry.answer.unwrap().ends_with("\r\n\r\n"));
    assert!(entry.export.unwrap().token_issued.is_some());
}

#[tokio::test]
async fn an_answer_under_way_is_not_settled() {
    let hq = Fake::of([big_space()]).await;
    let ask = get(format!("{EXPORT}&format=json"));
    let challenge = hq.ask(&ask).await;
    let mut stream = hq.connect().await;
    let bytes = ask.answering(&challenge, JANE).bytes();
    stream.write_all(&bytes).await.unwrap();
    stream.readable().await.unwrap();
    let island = hq.hq.island("demo").unwrap();
    let entry = island.journal.since(1).entries.pop().unwrap();
    assert_eq!((entry.status, entry.sent), (200, None));
    assert!(!hq.is_settled().await);
    let mut all = Vec::new();
    patiently("the rest", stream.read_to_end(&mut all))
        .await
        .unwrap();
    let entry = hq.journal("demo").await.pop().unwrap();
    assert!(entry.sent.unwrap().whole);
}
