//! Secrets never get out of a journal, nor out of the reports that are made of it.

use std::borrow::Cow;

use super::{
    entry::Field,
    secret_names::is_secret_name,
    secret_values::{closing, secret_values},
    user_info::{user_info, user_infos},
};

/// A header field as the journal shows it.
///
/// The `response` of a digest answer is struck out, because a weak password can be guessed from it;
/// so are Basic credentials, cookies, a password behind a user name, fields whose name is that of a
/// secret, and whatever else an `Authorization` may hold.
#[must_use]
pub fn field(name: &[u8], value: &[u8]) -> Field {
    let name = String::from_utf8_lossy(name).into_owned();
    let value = String::from_utf8_lossy(value);
    let plain = name.to_ascii_lowercase();
    let is = |known: &str| plain == known;
    let value = if plain.contains("authori") {
        authorization(&value)
    } else if is("cookie") || is("set-cookie") {
        cookies(&value)
    } else if is_secret_name(&name) {
        STRUCK.to_owned()
    } else if plain.ends_with("host") {
        text(&user_info(&value))
    } else if value.contains('=') {
        // Credentials under a name that is misspelt are secrets all the same.
        text(&without_response(&value))
    } else {
        text(&value)
    };
    Field { name, value }
}

/// What stands in the place of a secret.
pub const STRUCK: &str = "[struck out]";

/// A text that may hold addresses, fields and parameters: their passwords and other secrets are struck
/// out, however they are spelt.
#[must_use]
pub fn text(text: &str) -> String {
    struck(text).into_owned()
}

/// The same of a text that people or programs wrote: credentials may stand anywhere in it.
#[must_use]
pub fn free_text(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find_ignoring_case(rest.as_bytes(), "basic ") {
        let (before, behind) = rest.split_at(at + "basic ".len());
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
        let end = behind.find(|c| !is_base64(c)).unwrap_or(behind.len());
        kept.push_str(before);
        if end > 0 {
            kept.push_str(STRUCK);
        }
        rest = &behind[end..];
    }
    kept.push_str(rest);
    struck(&kept).into_owned()
}

/// The same, without a copy where nothing can be a secret: most lines.
fn struck(text: &str) -> Cow<'_, str> {
    let mut kept = Cow::Borrowed(text);
    if text.contains('@') || text.contains("%40") {
        kept = Cow::Owned(user_infos(text));
    }
    if kept.contains(['=', ':']) || kept.contains("%3") || kept.contains("%25") {
        kept = Cow::Owned(secret_values(&kept));
    }
    kept
}

fn authorization(value: &str) -> String {
    let (scheme, rest) = value.trim_start().split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("digest") {
        // Without a scheme the whole value may be the secret.
        return if rest.is_empty() {
            STRUCK.to_owned()
        } else {
            format!("{scheme} {STRUCK}")
        };
    }
    text(&without_password(&without_response(value)))
}

/// Strikes out the `response` of a digest answer.
fn without_response(digest: &str) -> String {
    let mut kept = String::new();
    let mut rest = digest;
    while let Some(at) = find_field(rest, "response") {
        kept.push_str(&rest[..at]);
        kept.push_str(STRUCK);
        rest = behind_value(&rest[at..]);
    }
    kept + rest
}

/// Name and password in one: what stands behind the colon of a user name is struck out.
fn without_password(digest: &str) -> String {
    let mut kept = String::new();
    let mut rest = digest;
    while let Some(at) = find_field(rest, "username") {
        let after = behind_value(&rest[at..]);
        let (value, behind) = rest.split_at(rest.len() - after.len());
        let colon = value[at..].find(':').map(|colon| colon + 1);
        let encoded = find_ignoring_case(&value.as_bytes()[at..], "%3a").map(|colon| colon + 3);
        match colon.into_iter().chain(encoded).min() {
            Some(behind) => {
                kept.push_str(&value[..at + behind]);
                kept.push_str(STRUCK);
            }
            None => kept.push_str(value),
        }
        rest = behind;
    }
    kept + rest
}

/// What follows a value: behind its closing quote, or from the next comma.
fn behind_value(text: &str) -> &str {
    let rest = match text.trim_start().strip_prefix('"') {
        Some(quoted) => &quoted[closing(quoted, '"')..],
        None => text,
    };
    rest.find(',').map_or("", |comma| &rest[comma..])
}

/// Where the value of a field begins whose name ends so: a damaged name does not bare its value.
fn find_field(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = find_ignoring_case(&text.as_bytes()[from..], name).map(|at| from + at) {
        from = at + name.len();
        let after = text[from..].trim_start();
        // RFC 7616: `username*`.
        let after = after.strip_prefix('*').unwrap_or(after).trim_start();
        if after.starts_with('=') {
            return Some(text.len() - after.len() + 1);
        }
    }
    None
}

/// Where an ASCII name stands first, in any letter case.
fn find_ignoring_case(bytes: &[u8], name: &str) -> Option<usize> {
    let mut windows = bytes.windows(name.len());
    windows.position(|window| window.eq_ignore_ascii_case(name.as_bytes()))
}

fn cookies(value: &str) -> String {
    value
        .split(';')
        .map(|pair| match pair.split_once('=') {
            // The attributes of a cookie are no secret.
            Some((name, _)) if is_attribute(name) => pair.to_owned(),
            Some((name, _)) => format!("{name}={STRUCK}"),
            None if is_flag(pair) => pair.to_owned(),
            None => STRUCK.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(";")
}

fn is_attribute(name: &str) -> bool {
    ["path", "domain", "expires", "max-age", "samesite"]
        .iter()
        .any(|known| name.trim().eq_ignore_ascii_case(known))
}

/// What stands in a cookie without a value; a lone text may be the secret itself.
fn is_flag(text: &str) -> bool {
    ["", "httponly", "secure"]
        .iter()
        .any(|known| text.trim().eq_ignore_ascii_case(known))
}

/// The head of an answer as the journal shows it.
#[must_use]
pub fn head(bytes: &[u8]) -> String {
    let mut kept = String::with_capacity(bytes.len());
    for line in String::from_utf8_lossy(bytes).split_inclusive('\n') {
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => {
                kept += &format!("{name}: {}\r\n", cookies(value.trim_end()));
            }
            _ => kept.push_str(&struck(line)),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(name: &str, value: &str) -> String {
        field(name.as_bytes(), value.as_bytes()).value
    }

    #[test]
    fn the_response_of_a_digest_is_struck_out_and_the_rest_kept() {
        assert_eq!(
            kept(
                "Authorization",
                r#"Digest username="jane", response="abc", uri="/x?response=1,2", nc=1"#
            ),
            r#"Digest username="jane", response=[struck out], uri="/x?response=[struck out],2", nc=1"#
        );
    }

    #[test]
    fn other_credentials_are_struck_out_whole() {
        assert_eq!(
            kept("authorization", "Basic amFuZTp4"),
            "Basic [struck out]"
        );
        assert_eq!(kept("Authorization", "amFuZTp4"), "[struck out]");
    }

    #[test]
    fn cookies_keep_their_names_only() {
        assert_eq!(
            kept("Cookie", "sessionid=abc; csrftoken=def"),
            "sessionid=[struck out]; csrftoken=[struck out]"
        );
        assert_eq!(kept("Cookie", "abc; HttpOnly"), "[struck out]; HttpOnly");
        assert_eq!(
            head(b"HTTP/1.1 200 OK\r\nSet-Cookie: sessionid=abc; Path=/\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nSet-Cookie: sessionid=[struck out]; Path=/\r\n\r\n"
        );
    }

    #[test]
    fn passwords_in_addresses_are_struck_out_wherever_they_stand() {
        for (given, wanted) in [
            ("http://jane:s3cret@hq/a/", "http://jane:[struck out]@hq/a/"),
            ("http://jane@hq/a:b/", "http://jane@hq/a:b/"),
            ("http://hq:80/x@y", "http://hq:80/x@y"),
            (
                "x http://a:b:c@h and https://d:e@i",
                "x http://a:[struck out]@h and https://d:[struck out]@i",
            ),
            ("/a/?Password=s3cret&x=1", "/a/?Password=[struck out]&x=1"),
            ("/a/?x=password&y==", "/a/?x=password&y=="),
            ("/a/?api_key=a:b#c", "/a/?api_key=[struck out]#c"),
            ("no address: a=b", "no address: a=b"),
        ] {
            assert_eq!(text(given), wanted);
        }
        let referer = kept("Referer", "http://jane:s3cret@hq/");
        assert_eq!(referer, "http://jane:[struck out]@hq/");
        assert_eq!(kept("X-Api-Key", "abc"), "[struck out]");
        assert_eq!(
            kept("Authorisation", r#"Digest response="abc", nc=1"#),
            "Digest response=[struck out], nc=1"
        );
    }

    #[test]
    fn a_password_behind_a_user_name_is_struck_out() {
        assert_eq!(
            kept("Authorization", r#"Digest username="jane:s3cret", nc=1"#),
            r#"Digest username="jane:[struck out], nc=1"#
        );
        let right = r#"Digest username="jane", uri="/a:b", nc=1"#;
        assert_eq!(kept("Authorization", right), right);
    }

    #[test]
    fn a_secret_is_known_by_its_name_however_it_is_spelt() {
        for (given, wanted) in [
            (
                "/a/?pass%77ord=s3cret&x=1",
                "/a/?pass%77ord=[struck out]&x=1",
            ),
            ("/a/?p%2561ss=s3cret", "/a/?p%2561ss=[struck out]"),
            ("/a/?PWD=s3cret", "/a/?PWD=[struck out]"),
            ("/a/?db_pass=s3cret", "/a/?db_pass=[struck out]"),
            ("/a/?client-secret=s3cret", "/a/?client-secret=[struck out]"),
            ("/a/?token=s3cret", "/a/?token=[struck out]"),
            ("/a/?sessionid=s3cret", "/a/?sessionid=[struck out]"),
            ("/a/?password1=s3'cret", "/a/?password1=[struck out]"),
            (
                "/a/?next=/b%3Fpwd%3Ds3cret%26x%3D1",
                "/a/?next=/b%3Fpwd%3D[struck out]%26x%3D1",
            ),
            (
                "password = \"s3\\\"cret\" x",
                "password = \"[struck out]\" x",
            ),
            (
                "{\"password\": \"s3cret\", \"x\": 1}",
                "{\"password\": \"[struck out]\", \"x\": 1}",
            ),
            (
                "> X-Auth-Token: s3cret\r\n> A: b",
                "> X-Auth-Token: [struck out]\r\n> A: b",
            ),
            (
                "http%3A%2F%2Fu%3As3cret%40h",
                "http%3A%2F%2Fu%3A[struck out]%40h",
            ),
            ("//u:s3,c=r'et@h/", "//u:[struck out]@h/"),
        ] {
            assert_eq!(text(given), wanted);
            assert_eq!(text(wanted), wanted, "struck out once is enough");
        }
        for kept in [
            "/a/?previous_export=0123&compass=n&x=a@b",
            "X-CommCareHQ-Export-Token: 0123",
            "X-CommCareHQ-LastSyncToken: 0123",
            "user name or password: which of them is not told",
            "http://hq/a:b/?x=y",
            "<token:1>",
        ] {
            assert_eq!(text(kept), kept);
        }
    }

    #[test]
    fn fields_with_secrets_are_struck_out() {
        for (name, given, wanted) in [
            ("Host", "u:s3cret@h:80", "u:[struck out]@h:80"),
            ("X-Forwarded-Host", "u:s3cret@h", "u:[struck out]@h"),
            ("X-Auth-Token", "s3cret", "[struck out]"),
            ("Api-Key", "s3cret", "[struck out]"),
            ("X-Authorization", "Bearer s3cret", "Bearer [struck out]"),
            (
                "Authorization",
                r#"Digest username="jane", password="s3,cret", nc=1"#,
                r#"Digest username="jane", password="[struck out]", nc=1"#,
            ),
            (
                "Authorization",
                r#"Digest username*=UTF-8''jane%3As3cret, nc=1"#,
                r#"Digest username*=UTF-8''jane%3A[struck out], nc=1"#,
            ),
            (
                "Authorization",
                r#"Digest username="jane:a\",s3cret", nc=1"#,
                r#"Digest username="jane:[struck out], nc=1"#,
            ),
        ] {
            assert_eq!(kept(name, given), wanted);
        }
    }

    #[test]
    fn credentials_go_from_free_text_too() {
        for (given, wanted) in [
            (
                "> authorization: basic YTpi\n",
                "> authorization: basic [struck out]\n",
            ),
            (
                "Cookie: sessionid=ab12; a=b",
                "Cookie: sessionid=[struck out]; a=b",
            ),
            ("response=\"0a\", nc=1", "response=\"[struck out]\", nc=1"),
            ("response=\"\" and Basic ", "response=\"\" and Basic "),
        ] {
            assert_eq!(free_text(given), wanted);
        }
    }

    proptest! {
        #[test]
        fn no_spelling_of_a_digest_lets_the_response_through(
            before in "[ -~]{0,20}", name in "[rR]esponse", gap in " {0,2}", after in "(,[ -~]{0,20})?",
        ) {
            let secret = "6629fae49393a05397450978507c4ef1";
            let value = format!("Digest {before}, {name}{gap}={gap}\"{secret}\"{after}");
            prop_assert!(!kept("Authorization", &value).contains(secret));
        }

        #[test]
        fn no_spelling_of_a_name_lets_a_secret_through(
            name in prop::sample::select(vec![
                "password", "passwd", "pwd", "pass", "secret", "token", "sessionid", "api_key", "otp",
                "X-Auth-Token", "old_password", "client_secret",
            ]),
            spelling in prop::collection::vec(0..4_u8, 16),
            before in "[ -~]{0,12}[?&;, ]",
            equals in prop::sample::select(vec!["=", "%3D", "%3d", "%253D", " = "]),
            quote in prop::sample::select(vec!["", "\"", "'"]),
            behind in "([& ][ -~]{0,12})?",
        ) {
            let spelt: String = name
                .chars()
                .zip(spelling)
                .map(|(c, how)| match how {
                    0 => c.to_string(),
                    1 => c.to_ascii_uppercase().to_string(),
                    2 => format!("%{:02x}", u32::from(c)),
                    _ => format!("%25{:02X}", u32::from(c)),
                })
                .collect();
            let secret = "s3crEt!";
            let value = format!("{before}{spelt}{equals}{quote}{secret}{quote}{behind}");
            prop_assert!(!text(&value).contains(secret), "{}", text(&value));
            prop_assert!(!free_text(&value).contains(secret));
            prop_assert!(!kept("X-Any", &value).contains(secret));
            let referer = format!("http://h/{value}");
            prop_assert!(!kept("Referer", &referer).contains(secret));
            let digest = format!("Digest {value}");
            prop_assert!(!kept("Authorization", &digest).contains(secret));
        }

        #[test]
        fn any_bytes_will_do(name in any::<Vec<u8>>(), value in any::<Vec<u8>>()) {
            let _ = field(&name, &value);
            let _ = field(b"Authorization", &value);
            let _ = field(b"Cookie", &value);
            let _ = head(&value);
            let _ = text(&String::from_utf8_lossy(&value));
            let _ = free_text(&String::from_utf8_lossy(&value));
        }
    }
}
