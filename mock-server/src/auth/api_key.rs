//! API keys, which stored exports took in the end (facts A): in the head or in the address.

use subtle::ConstantTimeEq;

use super::printable;

/// The user name and the key of an `Authorization: ApiKey name:key` header, or nothing where it is none.
///
/// ```
/// use fakehq::auth::api_key::credentials;
/// let given = credentials(b"ApiKey jane@example.org:0123ab").unwrap();
/// assert_eq!(given, ("jane@example.org".to_owned(), "0123ab".to_owned()));
/// assert_eq!(credentials(b"Basic jane@example.org:0123ab"), None);
/// ```
#[must_use]
pub fn credentials(header: &[u8]) -> Option<(String, String)> {
    let blank = header.iter().position(|&byte| byte == b' ')?;
    let (scheme, rest) = header.split_at(blank);
    if !scheme.eq_ignore_ascii_case(b"apikey") {
        return None;
    }
    let text = printable::decoded(rest.trim_ascii()).into_owned();
    let (name, key) = text.split_once(':')?;
    (!name.is_empty() && !key.is_empty()).then(|| (name.to_owned(), key.to_owned()))
}

/// Whether two keys are one, compared in constant time.
#[must_use]
pub fn is_same(known: &str, given: &str) -> bool {
    known.as_bytes().ct_eq(given.as_bytes()).into()
}
