//! What the page does not name: heeded by the old server, ignored with a word where the page rules.

use fakehq::quirks::Profile;
use serde_json::json;

use crate::support::{EXPORT, Fake, JANE, get, space, visit};

const OLD: [Profile; 2] = [Profile::Hq2013, Profile::Hq2015];

#[tokio::test]
async fn dates_must_be_dates_and_filter_nothing() {
    for profile in OLD {
        let hq = Fake::demo(profile).await;
        let answer = hq.export("&startdate=x").await;
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.text(),
            "time data 'x' does not match format '%Y-%m-%d'"
        );
        assert_eq!(
            answer.field("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        let answer = hq
            .export("&startdate=2014-01-01&enddate=2014-01-01T00")
            .await;
        assert_eq!(answer.text(), "unconverted data remains: T00");
        let answer = hq
            .export("&format=json&startdate=2020-01-01&enddate=2020-01-02")
            .await;
        assert_eq!(answer.ids(), ["a", "b"]);
    }
}

#[tokio::test]
async fn wrong_dates_are_refused_after_the_login_and_before_the_method() {
    let hq = Fake::demo(Profile::Hq2013).await;
    let ask = get(format!("{EXPORT}&startdate=x")).by("POST");
    assert_eq!(hq.ask(&ask).await.status, 401);
    assert_eq!(hq.ask_as(JANE, ask).await.status, 400);
    let tagless = get("/a/demo/reports/export/?export_tag=x&startdate=x");
    let answer = hq.ask_as(JANE, tagless).await;
    assert!(answer.text().starts_with("time data"), "{}", answer.text());
}

#[tokio::test]
async fn a_separator_joins_headers_tables_and_ids() {
    for profile in OLD {
        let hq = Fake::demo(profile).await;
        for (sent, separator) in [
            ("..", ".."),
            ("", ""),
            ("%2F", "/"),
            ("%E2%86%92", "\u{2192}"),
        ] {
            let answer = hq.export(&format!("&format=json&separator={sent}")).await;
            let header = ["form", "meta", "userID"].join(separator);
            assert_eq!(answer.column(&header), ["u1", "u1"]);
            // `/` stands for what no table of a file may be called.
            let table = ["#", "form", "child", "#"].join(&separator.replace('/', "-"));
            let id = ["1", "0"].join(separator);
            assert_eq!(answer.json()[table]["rows"][2][0], json!(id));
        }
        for format in ["csv", "xlsx", "xls", "html"] {
            let answer = hq.export(&format!("&format={format}&separator=")).await;
            assert_eq!(answer.status, 200, "{format}");
        }
    }
}

#[tokio::test]
async fn next_is_where_a_302_leads() {
    for profile in OLD {
        let hq = Fake::of([space("demo", profile)]).await;
        for (next, location) in [
            ("https://else.test/x?y=1", "https://else.test/x?y=1"),
            ("/a/demo/", "http://hq.test/a/demo/"),
            ("%0D%0ASet-Cookie:%20x=y", "%0D%0ASet-Cookie:%20x=y"),
            ("", "http://hq.test/a/demo/data/excel_export_data/"),
        ] {
            let answer = hq.export(&format!("&next={next}")).await;
            assert_eq!(answer.status, 302);
            assert_eq!(answer.field("Location"), Some(location));
            assert_eq!(answer.field("Set-Cookie"), None);
        }
    }
}

#[tokio::test]
async fn use_cache_must_be_a_truth_value_and_has_no_effect() {
    let hq = Fake::demo(Profile::Hq2013).await;
    assert_eq!(hq.export("&use_cache=maybe").await.status, 500);
    assert_eq!(
        hq.export("&format=json&use_cache=False").await.ids(),
        ["a", "b"]
    );
}

#[tokio::test]
async fn where_the_page_rules_they_are_ignored_with_a_word() {
    let hq = Fake::demo(Profile::Documented).await;
    let plain = hq.export("&format=json").await;
    for parameter in [
        "startdate=x",
        "enddate=x",
        "separator=.",
        "next=/x",
        "use_cache=x",
        "ufilter=9",
    ] {
        let answer = hq.export(&format!("&format=json&{parameter}")).await;
        assert_eq!(answer.body, plain.body, "{parameter}");
        let name = parameter.split('=').next().unwrap();
        let notes = hq.last_notes().await;
        assert!(
            notes.starts_with(&format!("the parameter `{name}` is ignored")),
            "{notes}"
        );
    }
    let token = plain.token().unwrap();
    let nothing = hq
        .export(&format!("&next=/x&previous_export={token}"))
        .await;
    assert_eq!(
        nothing.field("Location"),
        Some("http://hq.test/a/demo/data/excel_export_data/")
    );
}

/// Visits by a worker, by an inactive one, by the demo user, by admin, by strangers, by nobody.
async fn all_kinds(profile: Profile) -> Fake {
    let mut space = space("demo", profile);
    let mut retired = space.people.mobile_workers[0].clone();
    retired.id = "u2".to_owned();
    retired.active = false;
    space.people.mobile_workers.push(retired);
    for (id, user) in [
        ("1-worker", json!("u1")),
        ("2-retired", json!("u2")),
        ("3-demo", json!("demo_user")),
        ("4-admin", json!("admin")),
        ("5-stranger", json!("u9")),
        ("6-null", json!(null)),
    ] {
        let mut document = visit(id, "x");
        document["form"]["meta"]["userID"] = user;
        space.submit_json(document).unwrap();
    }
    for (id, meta) in [
        ("7-no-user", json!({ "x": "y" })),
        ("8-no-meta", json!(null)),
    ] {
        let mut document = visit(id, "x");
        document["form"]["meta"] = meta;
        space.submit_json(document).unwrap();
    }
    Fake::of([space]).await
}

#[tokio::test]
async fn ufilter_chooses_whose_submissions_come() {
    let hq = all_kinds(Profile::Hq2013).await;
    for (parameters, expected) in [
        ("", &["1-worker"][..]),
        ("&ufilter=0", &["1-worker"]),
        ("&ufilter=1", &["3-demo"]),
        ("&ufilter=2", &["4-admin"]),
        ("&ufilter=3", &["5-stranger", "6-null"]),
        ("&ufilter=0&ufilter=1", &["1-worker", "3-demo"]),
        ("&ufilter=01", &[]),
        ("&ufilter=", &[]),
        ("&ufilter=x", &[]),
    ] {
        let answer = hq.export(&format!("&format=json{parameters}")).await;
        assert_eq!(answer.ids(), expected, "{parameters}");
        assert!(
            answer.token().is_some(),
            "filtered out is not the same as nothing"
        );
    }
    let hq = all_kinds(Profile::Hq2015).await;
    assert_eq!(
        hq.export("&format=json").await.ids(),
        ["1-worker", "2-retired"]
    );
    let hq = all_kinds(Profile::Documented).await;
    assert_eq!(hq.export("&format=json&ufilter=1").await.ids().len(), 8);
}
