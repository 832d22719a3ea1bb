//! `/_fakehq/`

use fakehq::quirks::Profile;
use serde_json::{Value, json};

use crate::support::{Answer, EXPORT, Fake, JANE, get, space, visit, with_visits};

async fn post(hq: &Fake, address: &str, body: impl Into<String>) -> Answer {
    let ask = get(format!("/_fakehq/spaces/{address}")).by("POST");
    hq.ask(&ask.body(body)).await
}

/// The text of an error; every error of this API is JSON.
fn error(answer: &Answer) -> String {
    assert_eq!(
        answer.field("Content-Type"),
        Some("application/json"),
        "{answer:?}"
    );
    answer.json()["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn health_and_spaces() {
    let hq = Fake::of([
        with_visits("demo", Profile::Documented),
        space("b", Profile::Hq2013),
    ])
    .await;
    let health = hq.ask(&get("/_fakehq/health")).await.json();
    assert_eq!(
        health,
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })
    );
    assert_eq!(
        hq.ask(&get("/_fakehq/spaces")).await.json(),
        json!([
            { "name": "b", "plan": "standard", "submissions": 0, "clock": "2014-01-05T09:00:00Z" },
            { "name": "demo", "plan": "standard", "submissions": 2, "clock": "2014-01-05T09:00:02Z" },
        ])
    );
}

#[tokio::test]
async fn a_submission_is_stored_and_comes_with_the_next_export() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let stored = post(&hq, "demo/forms", visit("a", "Ravi").to_string()).await;
    assert_eq!(stored.status, 201);
    assert_eq!(
        stored.json(),
        json!({
            "id": "a",
            "doc_type": "XFormInstance",
            "xmlns": crate::support::X,
            "received_on": "2014-01-05T09:00:01Z",
        })
    );
    let again = post(&hq, "demo/forms", visit("a", "Ravi").to_string())
        .await
        .json();
    assert_eq!(again["doc_type"], "XFormDuplicate");
    assert_eq!(hq.export("&format=json").await.ids(), ["a"]);
}

#[tokio::test]
async fn a_form_that_names_itself_is_filed_under_that_name() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (id, root) in [("a", json!("")), ("b", json!(5)), ("c", json!(null))] {
        let mut document = visit(id, "Ravi");
        document["xmlns"] = root;
        let stored = post(&hq, "demo/forms", document.to_string()).await;
        assert_eq!(stored.json()["xmlns"], crate::support::X);
    }
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b", "c"]);
}

#[tokio::test]
async fn a_bad_submission_is_refused_with_a_remedy_and_nothing_stored() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (body, word) in [
        ("", "send"),
        ("not json", "send"),
        ("[]", ""),
        ("{}", "form"),
        ("{\"form\": 5}", "form"),
        ("{\"form\": {}}", "xmlns"),
        ("{\"xmlns\": \"\", \"form\": {}}", "xmlns"),
    ] {
        let answer = post(&hq, "demo/forms", body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(error(&answer).contains(word), "{}", error(&answer));
    }
    assert_eq!(hq.hq.island("demo").unwrap().space().forms.len(), 0);
    assert_eq!(
        hq.hq.island("demo").unwrap().space().now().to_string(),
        "2014-01-05T09:00:00Z"
    );
}

#[tokio::test]
async fn the_clock_is_set_moved_frozen_and_let_run() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (change, now) in [
        ("{}", "2014-01-05T09:00:00Z"),
        (r#"{"advance": 90}"#, "2014-01-05T09:01:30Z"),
        (r#"{"advance": "10m"}"#, "2014-01-05T09:11:30Z"),
        (r#"{"advance": "-1d"}"#, "2014-01-04T09:11:30Z"),
        (
            r#"{"set": "2014-02-01T12:00:00.5Z"}"#,
            "2014-02-01T12:00:00.5Z",
        ),
        (
            r#"{"set": "2015-01-01T00:00:00Z", "advance": "2h"}"#,
            "2015-01-01T02:00:00Z",
        ),
        (r#"{"pace": "frozen"}"#, "2015-01-01T02:00:00Z"),
    ] {
        let answer = post(&hq, "demo/clock", change).await;
        assert_eq!(
            answer.json(),
            json!({ "now": now, "pace": "frozen" }),
            "{change}"
        );
    }
    assert_eq!(
        post(&hq, "demo/clock", r#"{"pace": "run"}"#).await.json()["pace"],
        "run"
    );
    assert_eq!(
        hq.ask(&get("/_fakehq/spaces/demo/clock")).await.json()["pace"],
        "run"
    );
}

#[tokio::test]
async fn a_bad_clock_change_is_refused_whole() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (change, word) in [
        ("", "send for example"),
        ("5", "send for example"),
        (
            r#"{"advance": "10 minutes"}"#,
            "write 250ms, 90s, 10m, 2h or 1d",
        ),
        (r#"{"advance": "d"}"#, "write 250ms, 90s, 10m, 2h or 1d"),
        (r#"{"advance": 1.5}"#, "whole number of seconds"),
        (r#"{"advance": "9999999999999999999d"}"#, "write"),
        (r#"{"advance": "9000000000000000d"}"#, "write"),
        (
            r#"{"set": "2020-01-01T00:00:00Z", "advance": "999999999d"}"#,
            "beyond the years",
        ),
        (r#"{"set": "tomorrow"}"#, "send for example"),
        (r#"{"pace": "fast"}"#, "frozen"),
        (r#"{"sett": "2014-01-01T00:00:00Z"}"#, "unknown key `sett`"),
    ] {
        let answer = post(&hq, "demo/clock", change).await;
        assert_eq!(answer.status, 400, "{change}");
        assert!(
            error(&answer).contains(word),
            "{change}: {}",
            error(&answer)
        );
    }
    let clock = hq.ask(&get("/_fakehq/spaces/demo/clock")).await.json();
    assert_eq!(
        clock,
        json!({ "now": "2014-01-05T09:00:00Z", "pace": "frozen" })
    );
}

#[tokio::test]
async fn a_moved_clock_ages_a_nonce() {
    let hq = Fake::demo(Profile::Documented).await;
    let challenge = hq.ask(&get(EXPORT)).await;
    post(&hq, "demo/clock", r#"{"advance": "301s"}"#).await;
    let late = hq.ask(&get(EXPORT).answering(&challenge, JANE)).await;
    assert_eq!(late.status, 401);
    assert!(hq.last_notes().await.contains("301 s after"));
}

#[tokio::test]
async fn the_journal_can_be_read_from_a_number_on() {
    let hq = Fake::demo(Profile::Documented).await;
    hq.export("&format=csv").await;
    hq.journal("demo").await;
    let page = async |after: &str| {
        let address = format!("/_fakehq/spaces/demo/journal{after}");
        hq.ask(&get(address)).await
    };
    let numbers = |page: Value| -> Vec<u64> {
        assert_eq!(page["dropped"], 0);
        let entries = page["entries"].as_array().unwrap();
        entries
            .iter()
            .map(|e| e["number"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers(page("").await.json()), [1, 2]);
    assert_eq!(numbers(page("?after=1").await.json()), [2]);
    assert_eq!(numbers(page("?after=9").await.json()), [0; 0]);
    for wrong in ["?after=x", "?after=-1", "?after="] {
        let answer = page(wrong).await;
        assert_eq!(answer.status, 400);
        assert!(error(&answer).contains("?after=12"));
    }
    let entry = &page("?after=1").await.json()["entries"][0];
    assert_eq!(
        entry["credentials"],
        json!({ "state": "verified", "username": JANE.0 })
    );
    assert_eq!(entry["sent"]["whole"], true);
}

#[tokio::test]
async fn what_is_not_there_is_a_404_with_the_names_that_are() {
    let hq = Fake::demo(Profile::Documented).await;
    for (method, address) in [
        ("POST", "forms"),
        ("GET", "clock"),
        ("POST", "clock"),
        ("GET", "journal"),
    ] {
        let ask = get(format!("/_fakehq/spaces/dmeo/{address}")).by(method);
        let answer = hq.ask(&ask.body("{}")).await;
        assert_eq!(answer.status, 404);
        assert_eq!(
            error(&answer),
            "there is no project space `dmeo`; there is demo"
        );
    }
    for address in ["/x", "/spaces/demo/forms/x", "/health/"] {
        let answer = hq.ask(&get(format!("/_fakehq{address}"))).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(error(&answer).contains("openapi.json"));
    }
    let unreadable = hq.ask(&get("/_fakehq/spaces/%FF/clock")).await;
    assert_eq!(unreadable.status, 400);
    assert!(error(&unreadable).contains("UTF-8"), "{unreadable:?}");
}

#[tokio::test]
async fn another_method_is_refused_with_those_that_are_taken() {
    let hq = Fake::demo(Profile::Documented).await;
    for (method, address, allowed) in [
        ("POST", "health", "GET,HEAD"),
        ("GET", "spaces/demo/forms", "POST"),
        ("DELETE", "spaces/demo/clock", "GET,HEAD,POST"),
    ] {
        let answer = hq.ask(&get(format!("/_fakehq/{address}")).by(method)).await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.field("Allow"), Some(allowed));
        assert!(error(&answer).contains(method));
    }
}

#[tokio::test]
async fn pages_of_other_origins_may_not_call() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (origin, status) in [
        ("https://else.test", 403),
        ("null", 403),
        ("http://localhost:81", 403),
        ("http://localhost", 201),
    ] {
        let ask = get("/_fakehq/spaces/demo/forms").by("POST");
        let ask = ask
            .line(format!("Origin: {origin}"))
            .body(visit("a", origin).to_string());
        let answer = hq.ask(&ask).await;
        assert_eq!(answer.status, status, "{origin}");
        if status == 403 {
            assert!(error(&answer).contains(origin));
        }
    }
    assert_eq!(hq.hq.island("demo").unwrap().space().forms.len(), 1);
}

#[tokio::test]
async fn nothing_is_told_under_a_name_that_was_made_to_lead_here() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for address in [
        "/_fakehq",
        "/_fakehq/",
        "/_fakehq/health",
        "/_fakehq/openapi.json",
        "/_fakehq/dashboard/demo",
        "/_fakehq/spaces/demo/web-users",
        "/_fakehq/spaces/demo/dump",
        "/_fakehq/no-such-address",
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] {
            let mut ask = get(address).by(method);
            ask.lines = vec!["Host: evil.example:8700".to_owned()];
            let answer = hq.ask(&ask).await;
            assert_eq!(answer.status, 403, "{method} {address}");
            assert!(!answer.text().contains("jane"), "{method} {address}");
            if method != "HEAD" {
                let told = error(&answer);
                assert!(
                    told.contains("evil.example:8700") && told.contains("--hostname"),
                    "{told}"
                );
            }
        }
    }
}
