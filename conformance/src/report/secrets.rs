//! Secrets struck out of texts that leave the machine: reports for CI services are kept and shown to
//! many. The journal has struck out what it saw; a client's own words may quote more.

use crate::play::kit_world::{ODD_PASSWORD, PASSWORD, WRONG_PASSWORD};

/// What stands in a secret's place.
pub const STRUCK_OUT: &str = "[struck out]";

/// Fields of a digest answer, cookies and logins whose values are secrets, as they are written
/// before the value.
const BEFORE: [&str; 4] = ["response=\"", "sessionid=", "csrftoken=", "Basic "];

/// A text without passwords, answers to challenges, Basic credentials and session cookies.
///
/// ```
/// use hq_conformance::report::secrets::struck_out;
///
/// assert_eq!(
///     struck_out("Digest nonce=\"n\", response=\"0123abcd\", nc=1"),
///     "Digest nonce=\"n\", response=\"[struck out]\", nc=1"
/// );
/// ```
#[must_use]
pub fn struck_out(text: &str) -> String {
    let mut text = text.to_owned();
    for password in [PASSWORD, WRONG_PASSWORD, ODD_PASSWORD] {
        text = text.replace(password, STRUCK_OUT);
    }
    for before in BEFORE {
        text = struck_out_behind(&text, before);
    }
    text
}

fn struck_out_behind(text: &str, before: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(before) {
        let (head, tail) = rest.split_at(at + before.len());
        let is_value = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
        let value = tail.find(|c| !is_value(c)).unwrap_or(tail.len());
        done.push_str(head);
        if value > 0 {
            done.push_str(STRUCK_OUT);
        }
        rest = &tail[value..];
    }
    done + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_of_secret_goes() {
        for (text, wanted) in [
            ("-u a@b:correct-Horse-7 x", "-u a@b:[struck out] x"),
            (
                "Authorization: Basic YTpi\n",
                "Authorization: Basic [struck out]\n",
            ),
            (
                "Cookie: sessionid=ab12; a=b",
                "Cookie: sessionid=[struck out]; a=b",
            ),
            ("response=\"\" and Basic ", "response=\"\" and Basic "),
        ] {
            assert_eq!(struck_out(text), wanted);
        }
    }

    proptest! {
        #[test]
        fn no_password_is_left_and_all_else_stays(before in "[ -~]{0,20}", behind in "[ -~]{0,20}") {
            prop_assume!(BEFORE.iter().all(|mark| !format!("{before}{PASSWORD}{behind}").contains(mark)));
            let text = struck_out(&format!("{before}{PASSWORD}{behind}"));
            prop_assert!(!text.contains(PASSWORD));
            prop_assert_eq!(text, format!("{before}{STRUCK_OUT}{behind}"));
        }
    }
}
