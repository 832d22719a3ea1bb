//! Odd domains, odd paths, odd targets: a clean answer to each, and no space sees another.

use fakehq::{quirks::Profile, world::clock::Pace};
use proptest::prelude::*;

use crate::support::{EXPORT, Fake, JANE, X, get, space, with_visits};

#[tokio::test]
async fn names_that_no_space_can_have_are_a_404_without_a_challenge() {
    let hq = Fake::demo(Profile::Documented).await;
    for domain in [
        "a%20b",
        "%00",
        "%0d%0aX:%20y",
        "a%2Fb",
        "%3Cscript%3E",
        "%FF",
        "a+b",
        "\u{20ac}",
    ] {
        for path in [
            "reports/export/",
            "data/excel_export_data/",
            "login/",
            "reports/export",
            "x",
            "",
        ] {
            let answer = hq.ask(&get(format!("/a/{domain}/{path}"))).await;
            assert_eq!(answer.status, 404, "{domain} {path}");
            assert!(answer.text().starts_with("<!DOCTYPE html>"));
            assert!(!answer.text().contains("<script>"));
        }
    }
    let notes = hq.hq.strays.journal.since(0).entries[0].notes.join("\n");
    assert!(
        notes.contains("\"a b\" is no name of a project space"),
        "{notes}"
    );
}

#[tokio::test]
async fn names_that_a_space_can_have_are_challenged_whether_it_is_there_or_not() {
    let hq = Fake::demo(Profile::Documented).await;
    for domain in [
        "%2e",
        "..",
        ".",
        "a:b",
        "d%C3%A9mo",
        "d\u{e9}mo",
        "DEMO",
        "%64emo",
        "_",
        "-",
    ] {
        let answer = hq.ask(&get(format!("/a/{domain}/reports/export/"))).await;
        assert_eq!(answer.status, 401, "{domain}");
        let listing = hq
            .ask(&get(format!("/a/{domain}/data/excel_export_data/")))
            .await;
        assert_eq!(listing.status, 302);
        let location = listing.field("Location").unwrap();
        assert!(
            location.is_ascii() && location.contains("/login/?next="),
            "{location}"
        );
    }
}

#[tokio::test]
async fn a_space_of_any_script_exports_and_lists_addresses_that_work() {
    let hq = Fake::of([
        with_visits("d\u{e9}mo.x:1", Profile::Documented),
        space("e\u{e9}", Profile::Documented),
    ])
    .await;
    let address = |name| format!("/a/{name}/reports/export/?export_tag=%22{X}%22&format=json");
    for name in ["d%C3%A9mo.x:1", "d\u{e9}mo%2ex%3A1"] {
        let answer = hq.ask_as(JANE, get(address(name))).await;
        assert_eq!(answer.ids(), ["a", "b"], "{name}");
    }
    let nothing = hq.ask_as(JANE, get(address("e%C3%A9"))).await;
    assert_eq!(
        nothing.field("Location"),
        Some("http://hq.test/a/e%C3%A9/data/excel_export_data/")
    );
}

#[tokio::test]
async fn paths_without_a_page_are_a_404_and_a_front_door_leads_to_the_listing() {
    let hq = Fake::demo(Profile::Documented).await;
    for (target, status, location) in [
        ("/", 302, Some("/_fakehq/")),
        ("/a", 404, None),
        ("/a/", 404, None),
        ("/a//", 404, None),
        ("/a//reports/export/", 404, None),
        ("/a/x", 301, Some("http://hq.test/a/x/")),
        (
            "/a/demo/",
            302,
            Some("http://hq.test/a/demo/data/excel_export_data/"),
        ),
        ("/a/demo/x", 404, None),
        ("/a/demo/reports/export//", 404, None),
        ("/a/demo/reports/export/extra/", 404, None),
        ("/A/demo/reports/export/", 404, None),
        ("/other", 404, None),
        ("/%", 404, None),
        ("/a/%/%zz/", 404, None),
        ("*", 404, None),
        ("http://else.test", 302, Some("/_fakehq/")),
        ("http://else.test/a/demo/x", 404, None),
        ("?x", 400, None),
        ("reports/export/", 400, None),
    ] {
        let answer = hq.ask(&get(target)).await;
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(answer.field("Location"), location, "{target}");
        assert_eq!(answer.body.is_empty(), location.is_some(), "{target}");
    }
    let notes = hq.journal("demo").await.pop().unwrap().notes.join("\n");
    assert!(
        notes.contains("/a/demo/reports/export/?export_tag=%22XMLNS%22"),
        "{notes}"
    );
}

#[tokio::test]
async fn an_absolute_target_is_served_like_its_path() {
    let hq = Fake::demo(Profile::Documented).await;
    let target = format!("http://else.test{EXPORT}&format=json");
    assert_eq!(hq.ask_as(JANE, get(target)).await.ids(), ["a", "b"]);
}

#[tokio::test]
async fn two_spaces_do_not_see_each_other() {
    let mut later = space("other", Profile::Hq2013);
    later.clock.set("2015-06-01T00:00:00Z".parse().unwrap());
    assert_eq!(later.clock.pace(), Pace::Frozen);
    let hq = Fake::of([with_visits("demo", Profile::Documented), later]).await;
    let other = EXPORT.replace("/a/demo/", "/a/other/");
    let challenge = hq.ask(&get(EXPORT)).await;

    assert_eq!(hq.ask_as(JANE, get(&*other)).await.status, 302);
    let foreign = hq.ask(&get(&*other).answering(&challenge, JANE)).await;
    assert_eq!(foreign.status, 401);
    let entries = hq.journal("other").await;
    assert!(entries[2].notes[0].contains("another server or project space"));
    assert_eq!(
        entries.iter().map(|e| e.number).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(
        entries
            .iter()
            .all(|e| e.at.to_string().starts_with("2015-06-01"))
    );
    assert_eq!(hq.journal("demo").await.len(), 1);
    assert_eq!(hq.hq.island("demo").unwrap().space().forms.len(), 2);
    assert_eq!(hq.hq.island("other").unwrap().space().forms.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_target_gets_a_clean_answer(
        before in prop::sample::select(vec!["/a/", "/a/demo/", "/a/demo/reports/export/?", "/_fakehq/", "/_fakehq/spaces/", "/", "http://"]),
        target in "[!-~]{0,30}",
        method in prop::sample::select(vec!["GET", "POST", "OPTIONS"]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let hq = Fake::demo(Profile::Hq2013).await;
            let answer = hq.ask(&get(format!("{before}{target}")).by(method)).await;
            assert!((200..500).contains(&answer.status), "{before}{target}: {answer:?}");
            let length = answer.field("Content-Length").unwrap().parse::<usize>().unwrap();
            assert_eq!(answer.body.len(), length);
        });
    }
}
