//! Requests and answers as recorded (fixtures/vectors, ex6), of the formats made of tables.

use fakehq::quirks::Profile;
use serde_json::json;

use crate::support::{Answer, EXPORT, Fake, JANE, get, space, visit, with_visits};

const EXCEL: &str = "application/vnd.ms-excel";
const HTML: &str = "text/html; charset=utf-8";

async fn rest(hq: &Fake, query: &str) -> Answer {
    hq.ask_as(JANE, get(format!("/a/demo/reports/export/?{query}")))
        .await
}

/// What is the same whoever rules: page or old server.
#[tokio::test]
async fn with_data() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        let page = match profile {
            Profile::Hq2015 => HTML,
            _ => "text/html",
        };
        for (parameters, status, content_type, token) in [
            ("", 200, EXCEL, true),
            ("&format=csv", 200, "application/zip", true),
            ("&format=json", 200, "application/json", true),
            ("&format=html", 200, page, true),
            ("&format=CSV", 400, HTML, false),
            ("&format=", 400, HTML, false),
            ("&previous_export=", 200, EXCEL, true),
            ("&previous_export=abc", 404, HTML, false),
            ("&include_errors=yes", 200, EXCEL, true),
            ("&max_column_size=0", 200, EXCEL, true),
            ("&startdate=2014-01-01", 200, EXCEL, true),
        ] {
            let answer = hq.export(parameters).await;
            assert_eq!(answer.status, status, "{profile} {parameters}");
            assert_eq!(
                answer.field("Content-Type"),
                Some(content_type),
                "{parameters}"
            );
            assert_eq!(answer.token().is_some(), token, "{parameters}");
        }
        assert_eq!(rest(&hq, "export_tag=X").await.status, 400);
        assert_eq!(rest(&hq, "").await.status, 302);
        assert_eq!(
            rest(&hq, "export_tag=%5B%22demo%22,%22X%22%5D")
                .await
                .status,
            302
        );
    }
}

/// Where page and old server differ: parameters, documented, 2013.
#[tokio::test]
async fn where_they_differ() {
    for (parameters, documented, old) in [
        ("&include_errors=", 400, 500),
        ("&max_column_size=abc", 400, 500),
        ("&startdate=x", 200, 400),
    ] {
        for (profile, status) in [(Profile::Documented, documented), (Profile::Hq2013, old)] {
            let hq = Fake::demo(profile).await;
            let answer = hq.export(parameters).await;
            assert_eq!(answer.status, status, "{profile} {parameters}");
        }
    }
}

#[tokio::test]
async fn without_data_a_wrong_format_is_a_302_of_the_old_server_only() {
    for (profile, status) in [(Profile::Documented, 400), (Profile::Hq2013, 302)] {
        let hq = Fake::of([space("demo", profile)]).await;
        assert_eq!(hq.export("&format=CSV").await.status, status);
    }
}

#[tokio::test]
async fn only_a_duplicate_is_newer() {
    for (profile, status) in [(Profile::Documented, 302), (Profile::Hq2013, 200)] {
        let mut start = with_visits("demo", profile);
        start.clock.arrival();
        let hq = Fake::of([start]).await;
        let token = hq.export("&format=json").await.token().unwrap().to_owned();
        let increment = format!("&format=json&previous_export={token}");
        assert_eq!(hq.export(&increment).await.status, 302);
        hq.submit(visit("a", "Ravi"));
        let answer = hq.export(&increment).await;
        assert_eq!(answer.status, status);
        if status == 200 {
            assert_eq!(answer.ids(), [""; 0]);
            assert_ne!(answer.token(), Some(&*token));
        }
        let errors = hq.export(&format!("{increment}&include_errors=True")).await;
        assert_eq!(errors.column("doc_type"), ["XFormDuplicate"]);
    }
}

#[tokio::test]
async fn without_a_tag_an_unparseable_submission_makes_header_rows() {
    for (profile, status) in [(Profile::Documented, 302), (Profile::Hq2013, 200)] {
        let mut space = space("demo", profile);
        let broken = json!({ "_id": "e", "doc_type": "SubmissionErrorLog", "problem": "not XML" });
        space.store_verbatim(&broken).unwrap();
        let hq = Fake::of([space]).await;
        let answer = rest(&hq, "").await;
        assert_eq!(answer.status, status);
        if status == 200 {
            let name = answer.field("Content-Disposition");
            assert_eq!(name, Some("attachment; filename=\"data.xlsx\""));
            assert_eq!(
                rest(&hq, "format=json&include_errors=True").await.ids(),
                [""; 0]
            );
        }
    }
}

#[tokio::test]
async fn the_listing_is_where_a_302_leads_with_an_empty_body() {
    let hq = Fake::of([space("demo", Profile::Hq2013)]).await;
    let answer = hq.ask_as(JANE, get(EXPORT)).await;
    assert_eq!((answer.status, answer.text()), (302, ""));
    assert_eq!(answer.field("Content-Type"), Some(HTML));
    let listing = "http://hq.test/a/demo/data/excel_export_data/";
    assert_eq!(answer.field("Location"), Some(listing));
}
