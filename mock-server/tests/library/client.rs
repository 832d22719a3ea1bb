//! A client with the usual libraries.

use fakehq::fake_hq::Login;
use reqwest::{Client, Response, redirect::Policy};

/// Gets an address with a digest login; redirects are shown, not followed.
pub(crate) async fn get(url: &str, login: &Login) -> Response {
    let client = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let challenged = client.get(url).send().await.unwrap();
    assert_eq!(challenged.status(), 401);
    let challenge = challenged.headers()["www-authenticate"].to_str().unwrap();
    let path = &url[url.find("/a/").unwrap()..];
    let credentials = digest_auth::AuthContext::new(&login.username, &login.password, path);
    let answer = digest_auth::parse(challenge)
        .unwrap()
        .respond(&credentials)
        .unwrap();
    let request = client.get(url).header("Authorization", answer.to_string());
    request.send().await.unwrap()
}

pub(crate) fn token(response: &Response) -> Option<String> {
    let value = response.headers().get("x-commcarehq-export-token")?;
    Some(value.to_str().unwrap().to_owned())
}
