//! The case export over a socket (facts B.5, F; ex6).

use fakehq::quirks::Profile;

use crate::{archive::entries, client::Demo, spaces::example};

const CASES: &str = "/a/demo/reports/download/cases/";

async fn demo(profile: Profile) -> Demo {
    Demo::of(example(profile)).await
}

#[tokio::test]
async fn the_address_of_the_page_gives_three_csv_files() {
    for profile in [Profile::Documented, Profile::Hq2013] {
        let demo = demo(profile).await;
        let answer = demo.get(&format!("{CASES}?format=csv")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("Content-Type"), Some("application/zip"));
        let disposition = answer.header("Content-Disposition");
        assert_eq!(disposition, Some("attachment; filename=demo_data.zip"));
        assert_eq!(answer.token(), None);
        let entries = entries(&answer.body);
        let names: Vec<_> = entries.keys().map(String::as_str).collect();
        assert_eq!(names, ["Case.csv", "Referral.csv", "User.csv"]);
        assert!(entries["Case.csv"].contains("\r\nc1,nurse,u1,"));
        assert!(!entries["Case.csv"].contains("c0,"));
    }
}

#[tokio::test]
async fn every_format_has_its_type_and_a_file_name() {
    let demo = demo(Profile::Documented).await;
    for (format, content_type, extension) in [
        ("", "application/vnd.ms-excel", "xlsx"),
        ("?format=xlsx", "application/vnd.ms-excel", "xlsx"),
        ("?format=XLS", "application/vnd.ms-excel", "xls"),
        ("?format=Json", "application/json", "json"),
        ("?format=html", "text/html", "html"),
        ("?format=CSV", "application/zip", "zip"),
    ] {
        let answer = demo.get(&format!("{CASES}{format}")).await;
        assert_eq!(answer.status, 200, "{format}");
        assert!(!answer.body.is_empty());
        assert_eq!(
            answer.header("Content-Type"),
            Some(content_type),
            "{format}"
        );
        let name = format!("attachment; filename=demo_data.{extension}");
        assert_eq!(answer.header("Content-Disposition"), Some(name.as_str()));
        assert_eq!(answer.token(), None);
    }
}

#[tokio::test]
async fn closed_cases_come_when_asked_for() {
    let demo = demo(Profile::Documented).await;
    for (query, cases) in [
        ("", vec!["c1"]),
        ("&include_closed=false", vec!["c1"]),
        ("&include_closed=true", vec!["c1", "c0"]),
        (
            "&include_closed=false&include_closed=true",
            vec!["c1", "c0"],
        ),
    ] {
        let answer = demo.get(&format!("{CASES}?format=json{query}")).await;
        let rows = answer.json()["Case"]["rows"].as_array().unwrap().clone();
        let ids: Vec<_> = rows
            .iter()
            .map(|row| row[0].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids, cases, "{query}");
        let record = demo.entry().export.unwrap();
        assert_eq!((record.kind, record.document_count), ("cases", cases.len()));
        let documents: Vec<_> = record.documents.iter().map(|id| &**id).collect();
        assert_eq!(documents, cases);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_as_the_server_would() {
    let (documented, old) = (demo(Profile::Documented).await, demo(Profile::Hq2013).await);
    for (query, new_status, old_status) in [
        ("include_closed=True", 400, 500),
        ("include_closed=yes", 400, 500),
        ("include_closed=", 400, 500),
        ("include_closed=1", 400, 200),
        ("format=", 400, 200),
        ("format=zip", 400, 500),
        ("format=raw", 400, 400),
        ("format=Bogus", 400, 400),
        ("group=nobody", 200, 500),
        ("previous_export=abc", 200, 200),
    ] {
        let path = format!("{CASES}?{query}");
        let answer = documented.get(&path).await;
        assert_eq!(answer.status, new_status, "{query}");
        if new_status == 400 {
            let (parameter, _) = query.split_once('=').unwrap();
            assert!(
                answer.text().contains(parameter),
                "{query}: {}",
                answer.text()
            );
        }
        assert_eq!(old.get(&path).await.status, old_status, "{query}");
    }
    let answer = documented.get(&format!("{CASES}?format=RAW")).await;
    assert_eq!(answer.text(), "Unsupported export format: raw!");
    assert_eq!(
        answer.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn a_token_is_ignored_and_explained() {
    let demo = demo(Profile::Documented).await;
    let answer = demo
        .get(&format!("{CASES}?format=json&previous_export=abc"))
        .await;
    assert_eq!((answer.status, answer.token()), (200, None));
    let entry = demo.entry();
    assert!(
        entry
            .notes
            .iter()
            .any(|note| note.contains("previous_export is ignored")),
        "{entry:?}"
    );
    assert_eq!(entry.export.unwrap().token_given.as_deref(), Some("abc"));
}

#[tokio::test]
async fn without_cases_there_are_header_rows() {
    let demo = Demo::of(crate::spaces::empty(Default::default())).await;
    let answer = demo.get(&format!("{CASES}?format=json")).await;
    assert_eq!(answer.status, 200);
    let tables = answer.json();
    assert_eq!(tables["Case"]["rows"].as_array().unwrap().len(), 0);
    assert_eq!(tables["Case"]["headers"].as_array().unwrap().len(), 13);
}

#[tokio::test]
async fn the_gates_stand_before_it() {
    let demo = demo(Profile::Documented).await;
    assert_eq!(demo.raw("GET", CASES, "").await.status, 401);
    assert_eq!(demo.raw("HEAD", CASES, "").await.status, 401);
    let answer = demo.ask("POST", CASES).await;
    assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET")));
    let slash = demo
        .raw("GET", "/a/demo/reports/download/cases?format=csv", "")
        .await;
    assert_eq!(slash.status, 301);
    let target = "http://hq.test/a/demo/reports/download/cases/?format=csv";
    assert_eq!(slash.header("Location"), Some(target));
}
