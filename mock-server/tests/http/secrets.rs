//! No password, no response and no cookie gets into a journal, whatever a client makes of them.

use fakehq::quirks::Profile;
use proptest::prelude::*;

use crate::{
    login,
    support::{Ask, EXPORT, Fake, JANE, get, md5, with_visits},
};

/// Ways to send a name and a password, right and wrong ones.
fn asks(hq: &Ask, name: &str, password: &str, nonce: &str) -> Vec<Ask> {
    let uri = &hq.target;
    let ha1 = md5(format!("{name}:DJANGO:{password}"));
    let ha2 = md5(format!("GET:{uri}"));
    let response = md5(format!("{ha1}:{nonce}:00000001:c0ffee:auth:{ha2}"));
    let digest = |username: &str, uri: &str, spelling: &str| {
        format!(
            "Authorization: Digest username=\"{username}\", realm=\"DJANGO\", nonce=\"{nonce}\", uri=\"{uri}\", \
             cnonce=\"c0ffee\", nc=00000001, qop=auth, {spelling}=\"{response}\", opaque=\"x\""
        )
    };
    let with = |line: String| hq.clone().line(line);
    vec![
        with(digest(name, uri, "response")),
        with(digest(name, uri, "Response ")),
        with(digest(&format!("{name}:{password}"), uri, "response")),
        with(digest(
            name,
            &format!("http://{name}:{password}@hq.test{uri}"),
            "response",
        )),
        with(format!("Authorization: Basic {name}:{password}")),
        with(format!("Authorization: {password}")),
        with(format!("Authorization: ApiKey {name}:{password}")),
        with(format!(
            "Cookie: sessionid={password}; csrftoken=\"{password}\"; {password}"
        )),
        with(format!("Referer: http://{name}:{password}@hq.test/")),
        with(format!("X-Api-Key: {password}")),
        get(format!(
            "{uri}&password={password}&api_key={name}:{password}"
        )),
        get(format!("http://{name}:{password}@hq.test{uri}")),
        get(format!("/a/demo/reports/export?password={password}")),
        get(format!("/a/demo/login/?next=/x&password={password}"))
            .by("POST")
            .body(format!(
                "username={name}&password={password}&csrfmiddlewaretoken={password}"
            )),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_secret_is_written_down(password in "[A-Za-z0-9]{12,20}", pick in 0usize..14, right in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut space = with_visits("demo", Profile::Documented);
            if right {
                space.people.web_users[0].password = password.clone();
            }
            let hq = Fake::of([space]).await;
            let export = get(format!("{EXPORT}&format=json"));
            let challenge = hq.ask(&export).await;
            let told = challenge.field("WWW-Authenticate").unwrap();
            let nonce = told.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
            let ask = asks(&export, JANE.0, &password, nonce).swap_remove(pick);
            let answer = hq.ask(&ask).await;
            assert!(answer.status < 500);
            let ha1 = md5(format!("{}:DJANGO:{password}", JANE.0));
            let ha2 = md5(format!("GET:{}", export.target));
            let response = md5(format!("{ha1}:{nonce}:00000001:c0ffee:auth:{ha2}"));
            let kept = serde_json::to_string(&hq.journal("demo").await).unwrap();
            assert!(!kept.contains(&password), "{pick}: {kept}");
            assert!(!kept.contains(&response), "{pick}: {kept}");
            assert!(!kept.contains(&ha1), "{pick}: {kept}");
        });
    }
}

#[tokio::test]
async fn a_session_is_kept_by_no_entry() {
    let hq = Fake::demo(Profile::Documented).await;
    let cookie = login::session(&hq, JANE).await;
    let id = cookie.split('=').nth(1).unwrap();
    assert_eq!(id.len(), 32);
    assert_eq!(hq.ask(&get(EXPORT).line(cookie.clone())).await.status, 200);
    hq.ask(&get("/a/demo/logout/").line(cookie.clone())).await;
    let kept = serde_json::to_string(&hq.journal("demo").await).unwrap();
    assert!(!kept.contains(id), "{kept}");
    assert!(!kept.contains(JANE.1));
}
