//! Other answers in the place of the right one.

use crate::support::{EXPORT, Fake, JANE, get, visit};

use super::support::{strikes, struck, with};

#[tokio::test]
async fn a_status_comes_with_a_page_of_the_server_and_a_time_to_wait() {
    for (code, retry, reason) in [
        (500, "", "INTERNAL SERVER ERROR"),
        (502, "", "BAD GATEWAY"),
        (503, ", retry-after = 7", "SERVICE UNAVAILABLE"),
        (429, ", retry-after = 1", "TOO MANY REQUESTS"),
    ] {
        let text = format!("effect = {{ status = {{ code = {code}{retry} }} }}");
        let answer = struck("", &text).await.answer();
        assert!(
            answer
                .head
                .starts_with(&format!("HTTP/1.1 {code} {reason}\r\n")),
            "{}",
            answer.head
        );
        assert_eq!(
            answer.field("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(answer.field("Retry-After").is_some(), !retry.is_empty());
        assert_eq!(answer.token(), None);
        assert!(answer.text().contains("fakehq page of demo"));
    }
}

#[tokio::test]
async fn the_login_page_comes_with_200() {
    let answer = struck("", "effect = \"login-page\"").await.answer();
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("<form method=\"post\">"));
    assert_eq!(answer.token(), None);
}

#[tokio::test]
async fn a_redirect_leads_to_the_same_address_so_often() {
    let hq = with(&["next = 2\neffect = \"redirect\""]).await;
    for _ in 0..2 {
        let answer = hq.export("&format=json").await;
        assert_eq!(answer.status, 302);
        let same = format!("http://hq.test{EXPORT}&format=json");
        assert_eq!(answer.field("Location"), Some(&*same));
    }
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b"]);
}

#[tokio::test]
async fn a_body_of_garbage_keeps_status_head_and_length() {
    let struck = struck("&format=csv", "effect = \"garbage-body\"").await;
    let (right, answer) = (&struck.right, struck.answer());
    assert_eq!(answer.names(), right.names());
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.len(), right.body.len());
    assert!(!answer.body.starts_with(b"PK"));
    assert!(answer.token().is_some());
}

#[tokio::test]
async fn a_token_that_was_not_sent_is_not_in_the_journal() {
    let hq = with(&["effect = { status = { code = 500 } }"]).await;
    assert_eq!(hq.export("").await.status, 500);
    let export = hq.journal("demo").await.pop().unwrap().export.unwrap();
    assert_eq!((export.token_issued, export.document_count), (None, 0));
}

#[tokio::test]
async fn challenges_are_not_eaten_unless_asked_for() {
    let hq = with(&["effect = \"login-page\""]).await;
    let challenge = hq.ask(&get(EXPORT)).await;
    assert_eq!(challenge.status, 401);
    assert_eq!(strikes(&hq), [0]);
    let hq = with(&["credentials = \"any\"\neffect = \"login-page\""]).await;
    assert_eq!(hq.ask(&get(EXPORT)).await.status, 200);
    assert_eq!(strikes(&hq), [1]);
}

/// Downloads and says which forms came, or the status.
async fn ids(hq: &Fake) -> Result<Vec<String>, u16> {
    let answer = hq.ask_as(JANE, get(format!("{EXPORT}&format=json"))).await;
    if answer.status == 200 {
        Ok(answer.ids())
    } else {
        Err(answer.status)
    }
}

#[tokio::test]
async fn each_fault_strikes_in_its_turn() {
    let hq = with(&[
        "nth = 2\neffect = { status = { code = 500 } }",
        "next = 1\neffect = { status = { code = 502 } }",
        "every = 3\neffect = { status = { code = 503 } }",
        "on = \"case-export\"\nevery = 1\neffect = { status = { code = 504 } }",
    ])
    .await;
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(ids(&hq).await.map(|ids| ids.len()));
    }
    assert_eq!(seen, [Err(502), Err(500), Err(503), Ok(2), Ok(2), Err(503)]);
    assert_eq!(strikes(&hq), [1, 1, 2, 0]);
}

#[tokio::test]
async fn actions_happen_behind_the_answer() {
    let document = visit("c", "Late");
    let hq = with(&[]).await;
    let fault = serde_json::json!({
        "nth": 1,
        "actions": [{ "submit-form": { "document": document } }, { "move-clock": { "by": "10m" } }],
    });
    let island = hq.hq.island("demo").unwrap();
    island.faults().lay(serde_json::from_value(fault).unwrap());
    assert_eq!(ids(&hq).await.unwrap(), ["a", "b"]);
    assert_eq!(island.space().now().to_string(), "2014-01-05T09:10:03Z");
    assert_eq!(ids(&hq).await.unwrap(), ["a", "b", "c"]);
}

#[tokio::test]
async fn forgotten_tokens_are_unknown_to_the_next_request() {
    let hq = with(&["nth = 1\nactions = [\"forget-tokens\"]"]).await;
    let token = hq.export("&format=json").await.token().unwrap().to_owned();
    let next = hq
        .export(&format!("&format=json&previous_export={token}"))
        .await;
    assert_eq!(next.status, 404);
}
