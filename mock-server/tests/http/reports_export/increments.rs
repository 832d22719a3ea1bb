//! Tokens, and the 302 where there is nothing.

use fakehq::quirks::Profile;
use serde_json::json;

use crate::support::{EXPORT, Fake, JANE, Y, get, space, visit};

#[tokio::test]
async fn a_token_brings_what_is_new_and_then_a_302() {
    let hq = Fake::demo(Profile::Documented).await;
    let first = hq.export("&format=json").await;
    assert_eq!(first.ids(), ["a", "b"]);
    let token = first.token().unwrap().to_owned();

    let nothing = hq
        .export(&format!("&format=json&previous_export={token}"))
        .await;
    assert_eq!(nothing.status, 302);
    assert_eq!(nothing.token(), None);
    assert!(nothing.body.is_empty());
    assert_eq!(
        nothing.names(),
        [
            "Content-Type",
            "Location",
            "Vary",
            "Content-Language",
            "HTTP_X_OPENROSA_VERSION",
            "Content-Length",
            "Connection",
        ]
    );
    assert_eq!(
        nothing.field("Location"),
        Some("http://hq.test/a/demo/data/excel_export_data/")
    );

    hq.submit(visit("c", "Solo"));
    let increment = format!("&format=json&previous_export={token}");
    let (second, again) = (hq.export(&increment).await, hq.export(&increment).await);
    assert_eq!(second.ids(), ["c"]);
    assert_eq!(second.body, again.body, "a token is not used up");
    let mut tokens = [first.token(), second.token(), again.token()];
    tokens.sort_unstable();
    assert!(tokens.is_sorted_by(|a, b| a < b), "{tokens:?}");
}

#[tokio::test]
async fn a_submission_backdated_behind_the_token_still_comes() {
    let hq = Fake::demo(Profile::Documented).await;
    let token = hq.export("&format=json").await.token().unwrap().to_owned();
    let mut late = visit("late", "Old");
    late["received_on"] = json!("2013-01-01T00:00:00Z");
    hq.submit(late);
    let answer = hq
        .export(&format!("&format=json&previous_export={token}"))
        .await;
    assert_eq!(answer.ids(), ["late"]);
}

#[tokio::test]
async fn a_302_leads_to_where_the_client_reached_us() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (lines, base) in [
        (vec!["Host: 127.0.0.1:8000"], "http://127.0.0.1:8000"),
        (
            vec![
                "Host: inner:8000",
                "X-Forwarded-Host: www.commcarehq.org",
                "X-Forwarded-Proto: https",
            ],
            "https://www.commcarehq.org",
        ),
        (vec![], "http://localhost"),
    ] {
        let mut ask = get(EXPORT);
        ask.lines = lines.into_iter().map(str::to_owned).collect();
        let answer = hq.ask_as(JANE, ask).await;
        assert_eq!(answer.status, 302);
        let listing = format!("{base}/a/demo/data/excel_export_data/");
        assert_eq!(answer.field("Location"), Some(&*listing));
    }
}

#[tokio::test]
async fn an_empty_token_is_none() {
    let hq = Fake::demo(Profile::Documented).await;
    assert_eq!(
        hq.export("&format=json&previous_export=").await.ids(),
        ["a", "b"]
    );
}

#[tokio::test]
async fn an_unknown_token_is_a_404_that_names_it() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        let answer = hq.export("&previous_export=a%3Cb").await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.text(), "No previous export with id \"a<b\" found");
        assert_eq!(
            answer.field("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(answer.token(), None);
    }
}

#[tokio::test]
async fn the_carriage_return_of_the_header_line_in_a_token_is_explained() {
    let hq = Fake::demo(Profile::Documented).await;
    let token = hq.export("&format=json").await.token().unwrap().to_owned();
    let answer = hq.export(&format!("&previous_export={token}%0D")).await;
    assert_eq!(answer.status, 404);
    assert!(hq.last_notes().await.contains("carriage return"));
}

#[tokio::test]
async fn a_token_of_another_form_is_refused_and_nothing_stored() {
    let hq = Fake::demo(Profile::Documented).await;
    hq.submit(json!({ "xmlns": Y, "form": { "other": "1" } }));
    let token = hq.export("&format=json").await.token().unwrap().to_owned();
    let target = EXPORT.replace("/X", "/Y") + "&format=json&previous_export=" + &token;
    let answer = hq.ask_as(JANE, get(target)).await;
    assert_eq!(answer.status, 400);
    assert!(
        answer.text().contains("formdesigner/X"),
        "{}",
        answer.text()
    );
    let entry = hq.journal("demo").await.pop().unwrap();
    assert_eq!(entry.export.unwrap().token_issued, None);
    assert!(entry.notes[0].contains("Every export has tokens of its own"));
}

#[tokio::test]
async fn a_token_of_another_form_brings_its_documents_or_a_mismatch_in_the_old_server() {
    for (profile, status) in [(Profile::Hq2013, 500), (Profile::Hq2015, 400)] {
        let hq = Fake::demo(profile).await;
        hq.submit(json!({ "xmlns": Y, "form": { "other": "1", "meta": { "userID": "u1" } } }));
        let token = hq.export("&format=json").await.token().unwrap().to_owned();
        let target = EXPORT.replace("/X", "/Y") + "&format=json&previous_export=" + &token;
        let answer = hq.ask_as(JANE, get(&target)).await;
        hq.submit(visit("c", "Solo"));
        let later = hq.ask_as(JANE, get(&target)).await;
        assert_eq!((answer.status, later.status), (302, status));
        if status == 400 {
            assert!(later.text().starts_with("doc-schema mismatch: "));
        }
        assert_eq!(later.token(), None);
    }
}

#[tokio::test]
async fn a_token_means_nothing_in_another_space() {
    let spaces =
        ["demo", "other"].map(|name| crate::support::with_visits(name, Profile::Documented));
    let hq = Fake::of(spaces).await;
    let token = hq.export("&format=json").await.token().unwrap().to_owned();
    let target = EXPORT.replace("/a/demo/", "/a/other/") + "&format=json";
    let answer = hq
        .ask_as(JANE, get(format!("{target}&previous_export={token}")))
        .await;
    assert_eq!(answer.status, 404);
    let own = hq.ask_as(JANE, get(target)).await;
    assert_ne!(own.token(), Some(&*token));
}
