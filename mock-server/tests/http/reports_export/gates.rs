//! Who may export, and in which order that is decided.

use fakehq::{quirks::Profile, world::plan::Plan};

use crate::support::{
    Answer, EXPORT, Fake, JANE, NURSE, OUTSIDER, SUPERUSER, VIEWER, get, space, with_visits,
};

fn is_challenge(answer: &Answer) -> bool {
    let digest = answer
        .field("WWW-Authenticate")
        .is_some_and(|told| told.starts_with("Digest nonce=\""));
    digest && answer.status == 401 && answer.text() == "Authorization Required"
}

#[tokio::test]
async fn without_credentials_there_is_a_challenge() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.ask(&get(EXPORT)).await;
    assert!(is_challenge(&answer), "{answer:?}");
    assert!(
        answer
            .head
            .starts_with("HTTP/1.1 401 UNAUTHORIZED\r\nContent-Type: text/plain\r\n")
    );
    assert_eq!(hq.last_notes().await, "");
}

#[tokio::test]
async fn basic_credentials_meet_a_challenge_and_are_explained() {
    let hq = Fake::demo(Profile::Documented).await;
    let ask = get(EXPORT).line("Authorization: Basic amFuZUBleGFtcGxlLm9yZzp4");
    assert!(is_challenge(&hq.ask(&ask).await));
    let notes = hq.last_notes().await;
    assert!(
        notes.contains("Basic") && notes.contains("jane@example.org"),
        "{notes}"
    );
}

#[tokio::test]
async fn whoever_may_not_export_is_challenged_for_ever() {
    let hq = Fake::demo(Profile::Documented).await;
    for (who, word) in [
        (NURSE, "mobile worker"),
        (VIEWER, "role"),
        (OUTSIDER, "no member"),
        (SUPERUSER, "superuser"),
    ] {
        let answer = hq.ask_as(who, get(EXPORT)).await;
        assert!(is_challenge(&answer));
        let again = hq.ask(&get(EXPORT).answering(&answer, who)).await;
        assert!(is_challenge(&again));
        assert!(hq.last_notes().await.contains(word));
    }
}

#[tokio::test]
async fn a_space_that_does_not_exist_challenges_and_says_so_in_the_strays_journal() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.ask_as(JANE, get(EXPORT.replace("demo", "dmeo"))).await;
    assert!(is_challenge(&answer));
    let entry = hq.hq.strays.journal.since(0).entries.pop().unwrap();
    let notes = entry.notes.join("\n");
    assert!(
        notes.contains("no project space `dmeo`; there is `demo`"),
        "{notes}"
    );
    assert!(hq.journal("demo").await.is_empty());
}

#[tokio::test]
async fn below_the_standard_plan_a_json_401_comes_before_any_login() {
    let mut poor = with_visits("demo", Profile::Documented);
    poor.plan = Plan::Community;
    let hq = Fake::of([poor]).await;
    for ask in [
        get(EXPORT),
        get(EXPORT).by("HEAD"),
        get(EXPORT).line("Authorization: Basic eDp5"),
    ] {
        let answer = hq.ask(&ask).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.field("Content-Type"), Some("application/json"));
        assert_eq!(answer.field("WWW-Authenticate"), None);
        if ask.method == "GET" {
            assert_eq!(
                answer.text(),
                r#"{"message": "You have lost access to this feature.", "code": 401}"#
            );
        }
    }
    assert!(
        hq.last_notes()
            .await
            .contains("`community` has no API access")
    );
}

#[tokio::test]
async fn in_2013_no_plan_is_looked_at() {
    let mut poor = with_visits("demo", Profile::Hq2013);
    poor.plan = Plan::Community;
    let hq = Fake::of([poor]).await;
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b"]);
}

#[tokio::test]
async fn the_slash_comes_before_plan_and_login_and_the_query_stays() {
    let mut poor = space("demo", Profile::Documented);
    poor.plan = Plan::Community;
    let hq = Fake::of([poor]).await;
    for (target, location) in [
        (
            "/a/demo/reports/export?x=%22a+b%22&y=%7e;",
            "http://hq.test/a/demo/reports/export/?x=%22a+b%22&y=%7e;",
        ),
        (
            "/a/demo/reports/export",
            "http://hq.test/a/demo/reports/export/",
        ),
        (
            "/a/no-such/reports/export?x=1",
            "http://hq.test/a/no-such/reports/export/?x=1",
        ),
        (
            "/a/demo/data/excel_export_data",
            "http://hq.test/a/demo/data/excel_export_data/",
        ),
        (
            "/a/demo/login?next=/x",
            "http://hq.test/a/demo/login/?next=/x",
        ),
    ] {
        let answer = hq.ask(&get(target)).await;
        assert_eq!(answer.status, 301);
        assert_eq!(answer.field("Location"), Some(location));
        assert_eq!(answer.field("HTTP_X_OPENROSA_VERSION"), Some("1.0"));
    }
}

#[tokio::test]
async fn other_methods_are_refused_after_the_login() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW"] {
            let ask = get(format!("{EXPORT}&format=CSV")).by(method);
            assert_eq!(hq.ask(&ask).await.status, 401);
            let answer = hq.ask_as(JANE, ask).await;
            assert_eq!(answer.status, 405, "{method}");
            assert_eq!(answer.field("Allow"), Some("GET"));
            assert_eq!(
                answer.field("Content-Type"),
                Some("text/html; charset=utf-8")
            );
            assert_eq!(answer.field("Content-Length"), Some("0"));
            assert!(answer.body.is_empty());
        }
    }
}

#[tokio::test]
async fn a_literal_quote_in_the_query_is_a_401_twice_and_explained() {
    let hq = Fake::demo(Profile::Documented).await;
    let target =
        "/a/demo/reports/export/?export_tag=\"http://openrosa.org/formdesigner/X\"&format=csv";
    let answer = hq.ask_as(JANE, get(target)).await;
    assert!(is_challenge(&answer));
    let entries = hq.journal("demo").await;
    assert_eq!(
        entries.iter().map(|e| e.status).collect::<Vec<_>>(),
        [401, 401]
    );
    assert!(entries.iter().all(|entry| entry.target == target));
    let notes = entries[1].notes.join("\n");
    assert!(notes.contains("%22"), "{notes}");
}

#[tokio::test]
async fn one_nonce_serves_many_requests_whose_count_rises() {
    let hq = Fake::demo(Profile::Documented).await;
    let ask = get(format!("{EXPORT}&format=json"));
    let challenge = hq.ask(&ask).await;
    let first = ask.answering(&challenge, JANE);
    assert_eq!(hq.ask(&first).await.status, 200);
    assert!(is_challenge(&hq.ask(&first).await));
    assert!(hq.last_notes().await.contains("nc was repeated"));
}
