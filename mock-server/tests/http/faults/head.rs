//! Heads that say more.

use super::support::struck;

#[tokio::test]
async fn a_charset_comes_behind_the_content_type() {
    for (format, written) in [
        ("csv", "application/zip; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("xlsx", "application/vnd.ms-excel; charset=utf-8"),
    ] {
        let struck = struck(&format!("&format={format}"), "effect = \"charset\"").await;
        let answer = struck.answer();
        assert_eq!(answer.field("Content-Type"), Some(written));
        assert_eq!(answer.body, struck.right.body);
    }
    let latin = struck(
        "&format=csv",
        "effect = { charset = { value = \"latin-1\" } }",
    )
    .await;
    let written = Some("application/zip; charset=latin-1");
    assert_eq!(latin.answer().field("Content-Type"), written);
}
