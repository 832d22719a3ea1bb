//! The names of secrets: the one list of them.

use percent_encoding::percent_decode_str;

/// A name that ends so is that of a secret, whatever stands before it.
const ENDINGS: [&str; 9] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "sessionid",
    "credential",
    "credentials",
];

/// A name whose last word is one of these is that of a secret.
const LAST_WORDS: [&str; 5] = ["pass", "pwd", "pw", "otp", "auth"];

/// Tokens that are no secrets: what they stand for is told to everybody who may export, and who reads a
/// journal wants to follow them.
const NO_SECRETS: [&str; 2] = ["exporttoken", "synctoken"];

/// Whether a name is that of a secret: in any letter case, percent-encoded or not, and however its words
/// are parted.
///
/// ```
/// use fakehq::journal::secret_names::is_secret_name;
///
/// assert!(is_secret_name("pass%77ord") && is_secret_name("X-Auth-Token"));
/// assert!(!is_secret_name("previous_export") && !is_secret_name("compass"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let name = decoded(name);
    let word = |c: char| c.is_ascii_alphanumeric();
    let name = name.trim_end_matches(|c: char| !word(c) || c.is_ascii_digit());
    let name = name.to_ascii_lowercase();
    let last = name.rsplit(|c| !word(c)).next().unwrap_or_default();
    let whole: String = name.chars().filter(|c| word(*c)).collect();
    LAST_WORDS.contains(&last)
        || (ENDINGS.iter().any(|ending| whole.ends_with(ending))
            && !NO_SECRETS.iter().any(|known| whole.ends_with(known)))
}

/// A text decoded until nothing changes, a few times at most: addresses stand inside of addresses.
pub(super) fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..4 {
        let again = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if again == text {
            break;
        }
        text = again;
    }
    text
}
