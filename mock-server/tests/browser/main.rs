//! The pages in a real browser: Chromium without a window, where it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod driver;

use std::{net::Ipv4Addr, sync::Arc};

use driver::{Browser, downloaded};
use fakehq::{
    FakeHq,
    hq::Hq,
    server::Server,
    world_file::{Overrides, World},
};

async fn server() -> (Arc<Hq>, Server) {
    let world = World::named_or_from_file("default", &Overrides::default()).unwrap();
    let hq = Hq::new(world.spaces, world.strays);
    let server = Server::start(&hq, Ipv4Addr::LOCALHOST.into(), 0).await;
    (hq, server.unwrap())
}

/// One browser for all, because its start is what takes time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_find_their_way() {
    let folder = tempfile::tempdir().unwrap();
    let Some(browser) = Browser::start(folder.path()).await else {
        return;
    };
    let (hq, server) = server().await;
    let written = r#"{"custom-export": "Children by village", "format": "csv"}"#;
    let written = serde_json::from_str(written).unwrap();
    let island = hq.island("demo").unwrap();
    island.space().store(written).unwrap();
    let at = |path: &str| format!("{}{path}", server.base_url());

    // Whoever comes to the listing is led to the login page, and back.
    browser.open(&at("/a/demo/")).await;
    assert!(browser.url().await.contains("/a/demo/login/?next="));
    browser.write("[name=username]", "user@example.org").await;
    browser.write("[name=password]", "mistyped").await;
    browser.click("button").await;
    browser.reads("correct user name").await;
    browser.write("[name=username]", "User@Example.org").await;
    browser.write("[name=password]", "password").await;
    browser.click("button").await;
    let listing = at("/a/demo/data/excel_export_data/");
    browser.arrives(&listing).await;
    let text = browser.text().await;
    for words in [
        "Household registration",
        "Visit",
        "Children by village",
        "Cases, referrals",
    ] {
        assert!(text.contains(words), "{text}");
    }

    // Every kind of export is downloaded with its button.
    for (path, start) in [
        ("/reports/export/?", &b"PK"[..]),
        ("/reports/export/custom/", b"PK"),
        ("/reports/download/cases/", b"PK"),
    ] {
        browser
            .click(&format!("a.button[href*='{path}'][href*='format=csv']"))
            .await;
        assert!(downloaded(folder.path()).starts_with(start), "{path}");
    }
    // One that is stored has its format, so that its address says none.
    browser.click("a.button[href*='/export/saved/']").await;
    assert!(downloaded(folder.path()).starts_with(b"PK"));
    // The address to copy is the one that curl is given: absolute, quotes encoded, as it stands.
    let address = browser
        .script("return document.querySelector('input.address').value")
        .await;
    let address = address.as_str().unwrap();
    assert!(
        address.starts_with(&at("/a/demo/reports/export/?export_tag=%22")),
        "{address}"
    );
    assert!(address.contains("&format=csv&app_id="), "{address}");
    assert!(!address.contains(['\'', '"', ' ']), "{address}");

    // A custom export is made and found on the listing.
    browser
        .click("a[href*='/data/custom_export/?xmlns=']")
        .await;
    browser.write("[name=name]", "Made here").await;
    browser.click("[aria-label='Take form.village']").await;
    browser.click("button[value=save]").await;
    browser.arrives(&listing).await;
    browser.reads("Made here").await;
    let made = hq.island("demo").unwrap().space().custom_exports[2].clone();
    assert_eq!(made.tables[0].columns[0].path, "form.village");

    the_dashboard_shows_and_does(&browser, &hq, &at).await;
    buttons_work_under_a_public_name_that_was_given(&browser).await;
    browser.close().await;
}

async fn buttons_work_under_a_public_name_that_was_given(browser: &Browser) {
    let builder = || FakeHq::builder().hostname("hq.example.org");
    for builder in [builder(), builder().tls()] {
        let hq = builder.start().await.unwrap();
        let page = format!("{}/_fakehq/dashboard/demo", hq.base_url());
        browser.open(&page).await;
        browser.click("button[value='1d']").await;
        browser.arrives(&page).await;
        browser.reads("2014-03-02 09:00:00").await;
        // Under a name that somebody else made to lead here nothing is even shown.
        browser
            .open(&page.replace("hq.example.org", "evil.example"))
            .await;
        browser.reads("no calls under the name").await;
        browser.open(&page).await;
        browser.reads("2014-03-02 09:00:00").await;
    }
}

async fn the_dashboard_shows_and_does(browser: &Browser, hq: &Hq, at: &dyn Fn(&str) -> String) {
    browser.open(&at("/")).await;
    browser.arrives(&at("/_fakehq/")).await;
    browser.click("a[href='/_fakehq/dashboard/demo']").await;
    let text = browser.text().await;
    for words in [
        "2014-03-01 09:00:00",
        "user@example.org",
        "user name or password is wrong",
    ] {
        assert!(text.contains(words), "{text}");
    }
    browser.click("button[value='1d']").await;
    browser.arrives(&at("/_fakehq/dashboard/demo")).await;
    browser.reads("2014-03-02 09:00:00").await;
    browser.click("summary").await;
    browser.reads("HTTP/1.1 ").await;
    browser.click("button[value=clear]").await;
    browser.reads("older ones were dropped").await;
    assert_eq!(hq.island("demo").unwrap().journal.since(0).entries.len(), 0);
    // Nothing on these pages comes from elsewhere, and nothing on them is wrong.
    let resources = browser.script(
        "return performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith('data:'))",
    );
    assert_eq!(resources.await, serde_json::json!([]));
}
