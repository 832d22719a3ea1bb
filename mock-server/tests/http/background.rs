//! Downloads that HQ makes in the background, and nothing but.

use fakehq::quirks::Profile;

use crate::{
    login::session,
    support::{Answer, Fake, JANE, get},
};

const DEFAULT: &str = "/a/demo/reports/export/default/download/";
const BULK: &str = "/a/demo/reports/export/bulk/download/";

fn is_begun(answer: &Answer) -> bool {
    answer.status == 200 && answer.json()["download_url"].is_string()
}

#[tokio::test]
async fn the_default_export_wants_a_tag_that_names_its_space() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for (tag, status) in [
            ("%5B%22demo%22,%22x%22%5D", 200),
            ("%5B%22demo%22%5D", 200),
            ("%5B%22other%22,%22x%22%5D", 500),
            ("%5B%5D", 500),
            ("%22x%22", 500),
            ("null", 500),
            ("x", 400),
        ] {
            let target = format!("{DEFAULT}?async=true&export_tag={tag}");
            let answer = hq.ask_as(JANE, get(target)).await;
            assert_eq!(answer.status, status, "{profile} {tag}");
            assert_eq!(is_begun(&answer), status == 200);
        }
        let tag = hq.ask_as(JANE, get(format!("{DEFAULT}?async=true"))).await;
        assert_eq!(tag.status, 500);
        let now = hq.ask_as(JANE, get(DEFAULT)).await;
        assert_eq!((now.status, now.body.len()), (400, 0));
    }
}

#[tokio::test]
async fn they_take_any_method_where_custom_exports_do() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        let session = session(&hq, JANE).await;
        for address in [DEFAULT, BULK] {
            let ask = get(address).by("POST").line(&session);
            let body = "async=true&export_tag=%5B%22demo%22%2C%22x%22%5D";
            let answer = hq.ask(&ask.body(body)).await;
            let status = if profile == Profile::Hq2015 { 200 } else { 405 };
            assert_eq!(answer.status, status, "{profile} {address}");
        }
    }
}
