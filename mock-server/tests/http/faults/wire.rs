//! Answers that break off.

use super::support::{Ending, authorised, raw, struck, with};

#[tokio::test]
async fn a_cut_body_keeps_its_promise_of_length() {
    for (at, share) in [("100", None), ("\"50%\"", Some(2)), ("\"head\"", None)] {
        let struck = struck(
            "&format=json",
            &format!("effect = {{ cut = {{ at = {at} }} }}"),
        )
        .await;
        let (right, cut) = (&struck.right, struck.answer());
        assert_eq!(struck.ending, Ending::Fin);
        assert_eq!(cut.status, 200);
        let length = right.body.len();
        assert_eq!(cut.field("Content-Length"), Some(&*length.to_string()));
        let kept = match (at, share) {
            ("100", _) => 100,
            (_, Some(share)) => length / share,
            _ => 0,
        };
        assert_eq!(cut.body, right.body[..kept]);
        assert!(cut.token().is_some());
    }
}

#[tokio::test]
async fn a_reset_is_a_reset_wherever_it_strikes() {
    for (at, kept) in [
        ("\"nothing\"", None),
        ("\"head\"", Some(0)),
        ("\"50%\"", Some(1)),
        ("7", Some(7)),
    ] {
        let text = format!("effect = {{ reset = {{ at = {at} }} }}");
        let struck = struck("&format=json", &text).await;
        assert_eq!(struck.ending, Ending::Rst, "{at}");
        match kept {
            None => assert!(struck.all.is_empty()),
            Some(1) => assert_eq!(struck.answer().body.len(), struck.right.body.len() / 2),
            Some(bytes) => assert_eq!(struck.answer().body.len(), bytes),
        }
    }
}

#[tokio::test]
async fn heads_break_off_and_replies_stay_empty() {
    let cut = struck("", "effect = { cut-head = { bytes = 12 } }").await;
    assert_eq!((&*cut.all, cut.ending), (&b"HTTP/1.1 200"[..], Ending::Fin));
    let empty = struck("", "effect = \"empty-reply\"").await;
    assert_eq!((empty.all.len(), empty.ending), (0, Ending::Fin));
    let garbage = struck("", "effect = { garbage = { bytes = 40, seed = 3 } }").await;
    assert_eq!((garbage.all.len(), garbage.ending), (40, Ending::Fin));
    assert!(std::str::from_utf8(&garbage.all).is_err());
}

#[tokio::test]
async fn the_journal_says_how_far_a_struck_answer_got() {
    let hq = with(&["nth = 1\neffect = { cut = { at = 100 } }"]).await;
    let ask = authorised(&hq, "&format=json").await;
    raw(&hq, &ask).await;
    let entry = hq.journal("demo").await.pop().unwrap();
    let fault = "cut after 100 bytes of the body (fault 1)";
    assert_eq!(entry.fault.as_deref(), Some(fault));
    let sent = entry.sent.unwrap();
    assert_eq!((sent.body_bytes, sent.whole), (100, false));
    assert!(sent.announced.unwrap() > 100);
    assert!(entry.export.unwrap().token_issued.is_some());
}
