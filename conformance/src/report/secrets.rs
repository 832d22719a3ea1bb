//! Secrets struck out of texts that leave the machine: reports for CI services are kept and shown to
//! many. The journal has struck out what it saw; a client's own words may quote more.

use fakehq::journal::redact;

use crate::play::kit_world::{ODD_PASSWORD, PASSWORD, WRONG_PASSWORD};

/// What stands in a secret's place.
pub use fakehq::journal::redact::STRUCK as STRUCK_OUT;

/// A text without passwords, answers to challenges, Basic credentials and session cookies: the passwords of
/// the kit's world wherever they stand, and all that the server strikes out of its journal.
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
    redact::free_text(&text)
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
        fn no_password_is_left(before in "[ -~]{0,20}", behind in "[ -~]{0,20}") {
            let text = struck_out(&format!("{before}{PASSWORD}{behind}"));
            prop_assert!(!text.contains(PASSWORD));
        }

        #[test]
        fn other_words_stay(before in "[ -$&-9;-?A-Z_^-~]{0,20}", behind in "[ -$&-9;-<>?A-Z_^-~]{0,20}") {
            prop_assume!(!before.contains('=') && !before.to_ascii_lowercase().contains("basic "));
            prop_assume!(!behind.to_ascii_lowercase().contains("basic "));
            let text = struck_out(&format!("{before}{PASSWORD}{behind}"));
            prop_assert_eq!(text, format!("{before}{STRUCK_OUT}{behind}"));
        }
    }
}
