//! Secrets never get into a journal.

use super::entry::Field;

/// A header field as the journal keeps it.
///
/// The `response` of a digest answer is struck out, because a weak password can be guessed from it;
/// so are Basic credentials, cookies and whatever else an `Authorization` may hold.
#[must_use]
pub fn field(name: &[u8], value: &[u8]) -> Field {
    let name = String::from_utf8_lossy(name).into_owned();
    let value = String::from_utf8_lossy(value).into_owned();
    let value = match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => authorization(&value),
        "cookie" | "set-cookie" => cookies(&value),
        _ => value,
    };
    Field { name, value }
}

const STRUCK: &str = "[struck out]";

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
    let mut kept = String::new();
    let mut rest = value;
    while let Some(at) = find_response(rest) {
        kept.push_str(&rest[..at]);
        kept.push_str(STRUCK);
        rest = behind_value(&rest[at..]);
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

/// Where the value of a field named `response` begins.
fn find_response(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("response").map(|at| from + at) {
        from = at + "response".len();
        let begins_a_name = !lower[..at].ends_with(|c: char| c.is_alphanumeric());
        let after = lower[from..].trim_start();
        if begins_a_name && after.starts_with('=') {
            return Some(lower.len() - after.len() + 1);
        }
    }
    None
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

/// The head of an answer as the journal keeps it.
#[must_use]
pub fn head(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .split_inclusive('\n')
        .map(|line| match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => {
                format!("{name}: {}", cookies(value.trim_end())) + "\r\n"
            }
            _ => line.to_owned(),
        })
        .collect()
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
        }
    }
}
