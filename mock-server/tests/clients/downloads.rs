//! What goes well.

use fakehq::{file_format::Format, journal::entry::Credentials};
use serde_json::json;

use crate::stage::with_each;

#[test]
fn a_download_takes_one_challenge_and_brings_a_token() {
    with_each(|stage| {
        let fetched = stage.fetch(&stage.export.url(Format::Csv));
        assert!(fetched.success && fetched.status == 200, "{fetched:?}");
        assert!(fetched.body.starts_with(b"PK"), "an archive");
        let requests = stage.requests();
        assert_eq!(
            requests.iter().map(|e| e.status).collect::<Vec<_>>(),
            [401, 200]
        );
        let username = "user@example.org".to_owned();
        assert_eq!(requests[1].credentials, Credentials::Verified { username });
        let issued = &requests[1].export.as_ref().unwrap().token_issued;
        assert_eq!(&fetched.token, issued);
        assert!(fetched.token.is_some_and(|token| token.len() == 32));
    });
}

#[test]
fn every_export_arrives_whole() {
    with_each(|stage| {
        // Each export in another format.
        let formats = [
            Format::Xlsx,
            Format::Xls,
            Format::Raw,
            Format::Html,
            Format::Json,
        ];
        let exports = stage.space.exports();
        for (export, format) in exports.into_iter().zip(formats.into_iter().cycle()) {
            let fetched = stage.fetch(&export.url(format));
            assert_eq!(fetched.status, 200, "{} as {format}", export.title);
            let sent = stage.requests().pop().unwrap().sent.unwrap();
            assert!(sent.whole);
            assert_eq!(sent.body_bytes, fetched.body.len() as u64);
        }
    });
}

#[test]
fn an_increment_brings_only_what_is_new() {
    with_each(|stage| {
        let token = stage.fetch(&stage.export.url(Format::Json)).token.unwrap();
        let since = stage.export.url_since(Format::Json, &token);
        let xmlns = stage.export.xmlns().unwrap();
        let form = json!({ "xmlns": xmlns, "form": { "village": "Zulgurb" } });
        stage.space.submit_json(form).unwrap();
        let increment = stage.fetch(&since);
        assert_eq!(increment.status, 200);
        let tables: serde_json::Value = serde_json::from_slice(&increment.body).unwrap();
        assert_eq!(tables["#"]["rows"].as_array().unwrap().len(), 1);
        assert!(String::from_utf8_lossy(&increment.body).contains("Zulgurb"));
        assert_ne!(increment.token.unwrap(), token);
    });
}

#[test]
fn nothing_new_is_a_redirect_that_brings_no_token() {
    with_each(|stage| {
        let token = stage.fetch(&stage.export.url(Format::Csv)).token.unwrap();
        stage.requests();
        let nothing = stage.fetch(&stage.export.url_since(Format::Csv, &token));
        assert_eq!((nothing.status, nothing.token), (302, None));
        assert_eq!(stage.statuses(), [401, 302]);
    });
}

#[test]
fn who_follows_the_redirect_comes_to_the_login_page() {
    with_each(|stage| {
        let token = stage.fetch(&stage.export.url(Format::Csv)).token.unwrap();
        stage.requests();
        let page = stage.follow(&stage.export.url_since(Format::Csv, &token));
        assert_eq!(page.status, 200, "{page:?}");
        assert!(page.success && page.token.is_none());
        let text = String::from_utf8_lossy(&page.body).into_owned();
        assert!(
            text.contains("<form") && text.contains("password"),
            "{text}"
        );
        let requests = stage.requests();
        let (last, statuses) = (requests.last().unwrap(), requests.iter().map(|e| e.status));
        assert!(last.target.starts_with("/a/demo/login/?next="));
        assert_eq!(statuses.collect::<Vec<_>>(), [401, 302, 302, 200]);
    });
}

#[test]
fn the_missing_slash_is_led_on_before_any_challenge() {
    with_each(|stage| {
        let cases = stage.space.exports().pop().unwrap().url(Format::Csv);
        let without = cases.replacen("/cases/?", "/cases?", 1);
        assert_ne!(cases, without);
        let fetched = stage.follow(&without);
        assert!(
            fetched.success && fetched.body.starts_with(b"PK"),
            "{fetched:?}"
        );
        assert_eq!(stage.statuses(), [301, 401, 200]);
    });
}
