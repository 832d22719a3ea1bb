//! `/_fakehq/spaces/{space}/faults`

use serde_json::{Value, json};

use super::support::{strikes, with};
use crate::support::{Answer, Fake, get};

const FAULTS: &str = "/_fakehq/spaces/demo/faults";

async fn post(hq: &Fake, fault: &str) -> Answer {
    hq.ask(&get(FAULTS).by("POST").body(fault)).await
}

#[tokio::test]
async fn a_fault_is_laid_shown_counted_and_lifted() {
    let hq = with(&[]).await;
    let fault = json!({ "next": 2, "effect": { "status": { "code": 503, "retry-after": 1 } } });
    let laid = post(&hq, &fault.to_string()).await;
    assert_eq!(laid.status, 201);
    let expected = |seen: u64, struck: u64| {
        json!({
            "id": 1,
            "fault": {
                "on": "export",
                "credentials": "accepted",
                "next": 2,
                "effect": { "status": { "code": 503, "retry-after": 1 } },
            },
            "seen": seen,
            "struck": struck,
        })
    };
    assert_eq!(laid.json(), expected(0, 0));
    for (status, seen, struck) in [(503, 1, 1), (503, 2, 2), (200, 3, 2)] {
        assert_eq!(hq.export("").await.status, status);
        let shown = hq.ask(&get(FAULTS)).await.json();
        assert_eq!(shown, json!([expected(seen, struck)]));
    }

    post(&hq, r#"{"effect": "cut"}"#).await;
    let left = hq.ask(&get(format!("{FAULTS}?id=1")).by("DELETE")).await;
    assert_eq!((left.status, left.json()[0]["id"].clone()), (200, json!(2)));
    let gone = hq.ask(&get(format!("{FAULTS}?id=1")).by("DELETE")).await;
    assert_eq!(gone.status, 404);
    assert_eq!(gone.json()["error"], "no fault 1 is laid on `demo`");
    let odd = hq.ask(&get(format!("{FAULTS}?id=x")).by("DELETE")).await;
    assert_eq!(odd.status, 400);
    let none = hq.ask(&get(FAULTS).by("DELETE")).await;
    assert_eq!((none.status, none.json()), (200, json!([])));
    assert_eq!(hq.export("").await.status, 200);
}

#[tokio::test]
async fn what_is_shown_can_be_laid_again() {
    let hq = with(&["on = [\"listing\", \"login\"]\nevery = 3\nactions = [\"forget-tokens\"]\neffect = { changed-byte = { at = \"5%\" } }"]).await;
    let shown = hq.ask(&get(FAULTS)).await.json();
    let laid: Value = post(&hq, &shown[0]["fault"].to_string()).await.json();
    assert_eq!(laid["fault"], shown[0]["fault"]);
}

#[tokio::test]
async fn a_bad_fault_is_refused_with_a_remedy_and_not_laid() {
    let hq = with(&[]).await;
    for (fault, error) in [
        (
            "",
            "EOF while parsing a value at line 1 column 0; send for example",
        ),
        ("[]", "a fault needs an `effect` or `actions`"),
        (r#"{"efect": "cut"}"#, "did you mean `effect`?"),
        (r#"{"effect": "stal"}"#, "did you mean `stall`?"),
        (
            r#"{"effect": {"cut": {"at": "half"}}}"#,
            "a number of bytes of the body, or a share of it such as \"50%\"",
        ),
        (
            r#"{"on": 3, "effect": "cut"}"#,
            "a word such as \"form-export\", or a list of such words",
        ),
        (r#"{"next": 0, "effect": "cut"}"#, "count from 1"),
        (
            r#"{"on": "exports", "effect": "cut"}"#,
            "did you mean `export`?",
        ),
    ] {
        let refused = post(&hq, fault).await;
        assert_eq!(refused.status, 400, "{fault}");
        let said = refused.json()["error"].as_str().unwrap().to_owned();
        assert!(said.contains(error), "{fault}: {said}");
    }
    assert!(strikes(&hq).is_empty());
}
