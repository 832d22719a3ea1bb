//! Secrets never get out of a journal.

use std::borrow::Cow;

use super::entry::Field;

/// A header field as the journal shows it.
///
/// The `response` of a digest answer is struck out, because a weak password can be guessed from it;
/// so are Basic credentials, cookies, a password behind a user name, and whatever else an
/// `Authorization` may hold.
#[must_use]
pub fn field(name: &[u8], value: &[u8]) -> Field {
    let name = String::from_utf8_lossy(name).into_owned();
    let value = String::from_utf8_lossy(value);
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let value = if is("authorization") || is("proxy-authorization") {
        authorization(&value)
    } else if is("cookie") || is("set-cookie") {
        cookies(&value)
    } else if is("x-api-key") {
        STRUCK.to_owned()
    } else if value.contains('=') {
        // Credentials under a name that is misspelt are secrets all the same.
        text(&without_response(&value))
    } else {
        text(&value)
    };
    Field { name, value }
}

const STRUCK: &str = "[struck out]";

/// Names of parameters whose values are secrets, if a client puts them into an address.
const SECRET: [&str; 6] = [
    "password",
    "passwd",
    "api_key",
    "apikey",
    "otp",
    "csrfmiddlewaretoken",
];

/// A text that may hold addresses: their passwords are struck out, before the host and in
/// parameters.
#[must_use]
pub fn text(text: &str) -> String {
    struck(text).into_owned()
}

/// The same, without a copy where nothing can be a secret: most lines.
fn struck(text: &str) -> Cow<'_, str> {
    let mut kept = Cow::Borrowed(text);
    if text.contains('@') && text.contains("://") {
        kept = Cow::Owned(user_info(text));
    }
    if kept.contains('=') {
        kept = Cow::Owned(secret_parameters(&kept));
    }
    kept
}

/// Strikes out the password in `http://jane:secret@host/`.
fn user_info(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, authority) = rest.split_at(at + 3);
        kept.push_str(before);
        let end = authority
            .find(|c: char| "/?#\"' ,".contains(c))
            .unwrap_or(authority.len());
        rest = authority;
        let Some(at_sign) = authority[..end].rfind('@') else {
            continue;
        };
        if let Some(colon) = authority[..at_sign].find(':') {
            kept.push_str(&authority[..=colon]);
            kept.push_str(STRUCK);
            rest = &authority[at_sign..];
        }
    }
    kept + rest
}

/// Strikes out the values of parameters that are secrets by their name.
fn secret_parameters(text: &str) -> String {
    let is_secret = |name: &str| {
        let mut secrets = SECRET.iter();
        secrets.any(|secret| secret.eq_ignore_ascii_case(name))
    };
    let mut kept = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices('=') {
        let mut words = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        if at < done || !words.next().is_some_and(is_secret) {
            continue;
        }
        let value = &text[at + 1..];
        let length = value
            .find(|c: char| "&;#\"' ".contains(c))
            .unwrap_or(value.len());
        kept.push_str(&text[done..=at]);
        kept.push_str(STRUCK);
        done = at + 1 + length;
    }
    kept + &text[done..]
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
        match value[at..].find(':') {
            Some(colon) => {
                kept.push_str(&value[..=at + colon]);
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
        Some(quoted) => quoted.split_once('"').map_or("", |(_, rest)| rest),
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
        fn any_bytes_will_do(name in any::<Vec<u8>>(), value in any::<Vec<u8>>()) {
            let _ = field(&name, &value);
            let _ = field(b"Authorization", &value);
            let _ = field(b"Cookie", &value);
            let _ = head(&value);
            let _ = text(&String::from_utf8_lossy(&value));
        }
    }
}
