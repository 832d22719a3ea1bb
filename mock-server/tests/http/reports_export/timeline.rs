//! Tokens against a clock, as the old server was seen to handle them (fixtures/vectors, ex7).

use fakehq::{quirks::Profile, world::clock::Pace};
use serde_json::json;

use crate::support::{EXPORT, Fake, JANE, Y, get, space, visit};

async fn at(hq: &Fake, time: &str) {
    let body = format!("{{\"set\": \"2014-01-05T{time}Z\", \"pace\": \"frozen\"}}");
    let ask = get("/_fakehq/spaces/demo/clock").by("POST").body(body);
    assert_eq!(hq.ask(&ask).await.status, 200);
}

fn received(hq: &Fake, id: &str, time: &str, doc_type: &str) {
    let mut document = visit(id, id);
    document["received_on"] = json!(format!("2014-01-05T{time}Z"));
    document["doc_type"] = json!(doc_type);
    hq.submit(document);
}

#[tokio::test]
async fn whole_seconds_of_received_on_decide() {
    let hq = Fake::of([space("demo", Profile::Hq2013)]).await;
    assert_eq!(
        hq.hq.island("demo").unwrap().space().clock.pace(),
        Pace::Frozen
    );
    received(&hq, "a", "09:10:00", "XFormInstance");

    at(&hq, "09:10:30.5").await;
    let first = hq.export("&format=json").await;
    assert_eq!(first.ids(), ["a"]);
    let t1 = format!("&format=json&previous_export={}", first.token().unwrap());

    at(&hq, "09:10:30.6").await;
    let nothing = hq.export(&t1).await;
    assert_eq!((nothing.status, nothing.token()), (302, None));

    received(&hq, "b", "09:10:30", "XFormInstance");
    at(&hq, "09:10:31").await;
    let second = hq.export(&t1).await;
    assert_eq!(second.ids(), ["b"]);
    let again = hq.export(&t1).await;
    assert_eq!(again.ids(), ["b"]);
    assert_ne!(second.token(), again.token());
    let t2 = format!("&previous_export={}", second.token().unwrap());
    assert_eq!(hq.export(&t2).await.status, 302);

    received(&hq, "c", "09:11:00", "XFormDuplicate");
    at(&hq, "09:12:00").await;
    let third = hq.export(&format!("{t2}&format=json")).await;
    assert_eq!(third.ids(), [""; 0]);
    assert!(third.token().is_some());
    let errors = hq
        .export(&format!("{t2}&format=json&include_errors=true"))
        .await;
    assert_eq!(errors.column("doc_type"), ["XFormDuplicate"]);
    assert_eq!(hq.export(&format!("{t2}&format=bogus")).await.status, 400);

    hq.submit(json!({ "xmlns": Y, "form": { "other": "1", "meta": { "userID": "u1" } } }));
    let foreign = EXPORT.replace(crate::support::X, Y) + &t1;
    assert_eq!(hq.ask_as(JANE, get(foreign)).await.status, 500);
}

#[tokio::test]
async fn a_form_of_the_tokens_own_second_comes_twice() {
    let hq = Fake::of([space("demo", Profile::Hq2013)]).await;
    received(&hq, "b", "09:10:30", "XFormInstance");
    at(&hq, "09:10:30.5").await;
    let first = hq.export("&format=json").await;
    let increment = format!("&format=json&previous_export={}", first.token().unwrap());
    assert_eq!(hq.export(&increment).await.ids(), ["b"]);
    received(&hq, "backdated", "09:10:29", "XFormInstance");
    assert_eq!(hq.export(&increment).await.ids(), ["b"]);
}
