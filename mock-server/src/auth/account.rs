//! What this room wants to know of a world: the account behind a name.

use subtle::ConstantTimeEq;

/// A name and its password, of a web user or of a mobile worker.
///
/// Mobile workers have digest credentials too; that they may not export is the view's verdict
/// ([`Denial`](super::digest::Denial)), not the password's (facts G.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Account<'a> {
    /// The whole user name as stored: `jane@example.org`.
    pub username: &'a str,
    /// The password in plain; it takes both to compute a digest.
    pub password: &'a str,
}

impl Account<'_> {
    /// Whether `name` is right for this account: as stored, or that in lower case (facts G.3).
    #[must_use]
    pub fn goes_by(&self, name: &str) -> bool {
        name == self.username || name == self.username.to_lowercase()
    }

    /// Whether `given` is the password, compared in constant time; for the login form.
    #[must_use]
    pub fn has_password(&self, given: &[u8]) -> bool {
        self.password.as_bytes().ct_eq(given).into()
    }
}

impl std::fmt::Debug for Account<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// A world, as far as this room looks into it.
pub trait Accounts {
    /// The account whose user name, put into lower case, is `name`.
    ///
    /// Letter case is judged by the caller of this, so that a wrong one can be explained.
    fn find(&self, name: &str) -> Option<Account<'_>>;

    /// Whether a name that is no account (in lower case) is how a mobile worker is called in the
    /// field: `asha` for `asha@demo.commcarehq.org`. Used for explanations only.
    fn is_mobile_worker(&self, name: &str) -> bool {
        let _ = name;
        false
    }
}

/// Whether a name, put into lower case, is `lower`, which is in lower case already.
#[must_use]
pub fn is_in_lower_case(name: &str, lower: &str) -> bool {
    // Most names are ASCII and cost no copy.
    if name.is_ascii() {
        name.eq_ignore_ascii_case(lower)
    } else {
        name.to_lowercase() == lower
    }
}

/// A handful of accounts, searched one by one.
impl Accounts for Vec<Account<'_>> {
    fn find(&self, name: &str) -> Option<Account<'_>> {
        self.iter()
            .find(|account| is_in_lower_case(account.username, name))
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_as_stored_or_in_lower_case_only() {
        let account = Account {
            username: "Jane@Example.org",
            password: "secret",
        };
        assert!(account.goes_by("Jane@Example.org"));
        assert!(account.goes_by("jane@example.org"));
        assert!(!account.goes_by("JANE@EXAMPLE.ORG"));
    }

    #[test]
    fn names_are_found_in_lower_case() {
        for (name, lower, is) in [
            ("Jane@Example.org", "jane@example.org", true),
            ("José", "josé", true),
            ("JOSÉ", "josé", true),
            ("jose", "josé", false),
            ("jane", "janet", false),
        ] {
            assert_eq!(is_in_lower_case(name, lower), is, "{name}");
        }
    }

    #[test]
    fn the_password_is_compared_whole_and_never_printed() {
        let account = Account {
            username: "jane",
            password: "secret",
        };
        assert!(account.has_password(b"secret"));
        for wrong in [&b"secre"[..], b"secrets", b"", b"Secret"] {
            assert!(!account.has_password(wrong));
        }
        assert!(!format!("{account:?}").contains("secret"));
    }
}
