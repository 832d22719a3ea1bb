//! `/a/{domain}/data/excel_export_data/` and `/a/{domain}/login/`: the pages behind a 302.

use fakehq::quirks::Profile;

use crate::support::{
    Answer, EXPORT, Fake, JANE, NURSE, OUTSIDER, SUPERUSER, VIEWER, X, get, space, with_visits,
};

const LISTING: &str = "/a/demo/data/excel_export_data/";
const LOGIN: &str = "/a/demo/login/?next=/a/demo/data/excel_export_data/";

/// The value of a cookie that an answer sets.
pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let prefix = format!("Set-Cookie: {name}=");
    let set = answer
        .head
        .lines()
        .find_map(|line| line.strip_prefix(&prefix));
    let set = set.unwrap_or_else(|| panic!("no {name} in {}", answer.head));
    set.split(';').next().unwrap().to_owned()
}

/// The value of a hidden field.
pub(crate) fn hidden(answer: &Answer, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = answer.text().split_once(&start).unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Fills in the form at a login address and sends it off.
pub(crate) async fn sent(hq: &Fake, address: &str, (name, password): (&str, &str)) -> Answer {
    let form = hq.ask(&get(address)).await;
    assert_eq!(form.status, 200);
    let csrf = cookie(&form, "csrftoken");
    let body = format!(
        "csrfmiddlewaretoken={}&next={}&username={}&password={}",
        hidden(&form, "csrfmiddlewaretoken"),
        encoded(&hidden(&form, "next")),
        encoded(name),
        encoded(password)
    );
    let ask = get(address)
        .by("POST")
        .line(format!("Cookie: csrftoken={csrf}"));
    hq.ask(&ask.body(body)).await
}

pub(crate) async fn session(hq: &Fake, who: (&str, &str)) -> String {
    let answer = sent(hq, LOGIN, who).await;
    assert_eq!(answer.status, 302);
    format!("Cookie: sessionid={}", cookie(&answer, "sessionid"))
}

#[tokio::test]
async fn the_listing_sends_digest_clients_to_a_login_page_that_answers_200() {
    let hq = Fake::demo(Profile::Documented).await;
    // Credentials of another request; what matters is that they make no session.
    let challenge = hq.ask(&get(EXPORT)).await;
    let listing = hq.ask(&get(LISTING).answering(&challenge, JANE)).await;
    assert_eq!(listing.status, 302);
    let login = "http://hq.test/a/demo/login/?next=/a/demo/data/excel_export_data/";
    assert_eq!(listing.field("Location"), Some(login));
    assert!(hq.last_notes().await.contains("a digest login makes none"));
    let page = hq.ask(&get(LOGIN)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.field("Content-Type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("fakehq page of demo"));
}

#[tokio::test]
async fn whoever_logs_in_finds_addresses_that_work_as_they_are() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = sent(&hq, LOGIN, JANE).await;
    assert_eq!(answer.status, 302);
    assert_eq!(
        answer.field("Location"),
        Some(&*format!("http://hq.test{LISTING}"))
    );
    let session = format!("Cookie: sessionid={}", cookie(&answer, "sessionid"));
    let page = hq.ask(&get(LISTING).line(session.clone())).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(X));

    let start = "value=\"http://hq.test";
    let addresses: Vec<_> = page
        .text()
        .split(start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect();
    // The form as csv and as json, then the cases.
    assert_eq!(addresses.len(), 4);
    let types = ["application/zip", "application/json"];
    for (index, (address, content_type)) in addresses.iter().zip(types.repeat(2)).enumerate() {
        let by_digest = hq.ask_as(JANE, get(address)).await;
        assert_eq!(by_digest.status, 200, "{address}");
        assert_eq!(by_digest.field("Content-Type"), Some(content_type));
        let by_session = hq.ask(&get(address).line(session.clone())).await;
        assert_eq!(by_session.body, by_digest.body);
        assert_eq!(by_session.token().is_some(), index < 2, "{address}");
    }
}

#[tokio::test]
async fn a_session_comes_before_credentials() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    let ask = get(EXPORT).line(jane).line("Authorization: Basic eDp5");
    assert_eq!(hq.ask(&ask).await.status, 200);
}

#[tokio::test]
async fn a_session_without_the_permission_is_403_and_sees_no_listing() {
    let hq = Fake::demo(Profile::Documented).await;
    for who in [VIEWER, NURSE] {
        let session = session(&hq, who).await;
        let export = hq.ask(&get(EXPORT).line(session.clone())).await;
        assert_eq!((export.status, export.text()), (403, ""));
        assert_eq!(
            export.field("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(hq.ask(&get(LISTING).line(session)).await.status, 404);
    }
}

#[tokio::test]
async fn a_session_of_no_member_finds_nothing_and_a_superusers_opens_everything() {
    let hq = Fake::demo(Profile::Documented).await;
    for (who, status) in [(OUTSIDER, 404), (SUPERUSER, 200)] {
        let session = session(&hq, who).await;
        for address in [EXPORT, LISTING] {
            let answer = hq.ask(&get(address).line(session.clone())).await;
            assert_eq!(answer.status, status, "{who:?} {address}");
        }
    }
}

#[tokio::test]
async fn a_session_gets_405_for_head_and_404_in_a_space_that_does_not_exist() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    assert_eq!(
        hq.ask(&get(EXPORT).by("HEAD").line(jane.clone()))
            .await
            .status,
        405
    );
    let elsewhere = get(EXPORT.replace("demo", "none")).line(jane);
    let answer = hq.ask(&elsewhere).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_session_is_worth_nothing_in_another_space() {
    let spaces = ["demo", "other"].map(|name| with_visits(name, Profile::Documented));
    let hq = Fake::of(spaces).await;
    let jane = session(&hq, JANE).await;
    let other = EXPORT.replace("demo", "other");
    assert_eq!(hq.ask(&get(other).line(jane)).await.status, 401);
}

#[tokio::test]
async fn wrong_passwords_and_a_missing_csrf_token_make_no_session() {
    let hq = Fake::demo(Profile::Documented).await;
    let wrong = sent(&hq, LOGIN, (JANE.0, "mistyped-7")).await;
    assert_eq!(wrong.status, 200);
    assert!(wrong.text().contains("correct user name and password"));
    assert!(!wrong.head.contains("sessionid"));
    assert!(!wrong.text().contains("mistyped-7"));

    let body = format!("username={}&password={}", encoded(JANE.0), encoded(JANE.1));
    let bare = hq.ask(&get(LOGIN).by("POST").body(body)).await;
    assert_eq!(bare.status, 403);
    assert!(!bare.head.contains("sessionid"));
    assert!(hq.last_notes().await.contains("csrfmiddlewaretoken"));
}

#[tokio::test]
async fn a_login_leads_nowhere_outside() {
    let hq = Fake::demo(Profile::Documented).await;
    for next in [
        "https://else.test/",
        "//else.test/",
        "/%5Celse.test",
        "%0D%0Ax",
        "http://hq.test.else/",
        "",
    ] {
        let answer = sent(&hq, &format!("/a/demo/login/?next={next}"), JANE).await;
        let listing = format!("http://hq.test{LISTING}");
        assert_eq!(answer.field("Location"), Some(&*listing), "{next}");
    }
    let inside = sent(&hq, "/a/demo/login/?next=/a/demo/%C3%A9?x=1", JANE).await;
    assert_eq!(
        inside.field("Location"),
        Some("http://hq.test/a/demo/%C3%A9?x=1")
    );
}

#[tokio::test]
async fn logging_out_ends_the_session() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    assert_eq!(hq.ask(&get(LISTING).line(jane.clone())).await.status, 200);
    assert_eq!(
        hq.ask(&get("/a/demo/logout/").line(jane.clone()))
            .await
            .status,
        302
    );
    assert_eq!(hq.ask(&get(LISTING).line(jane)).await.status, 302);
}

#[tokio::test]
async fn a_listing_without_forms_says_so() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let jane = session(&hq, JANE).await;
    let page = hq.ask(&get(LISTING).line(jane)).await;
    assert!(page.text().contains("No form has been submitted"));
}
