//! The sessions behind the login form: who is logged in, by cookie.
//!
//! A book without time: a session lives until logout, until the book is full and it is the oldest,
//! or until the book is dropped.

use std::collections::{HashMap, VecDeque};

use subtle::ConstantTimeEq;

use super::hash::md5_text;

/// The cookie that carries a session.
pub const SESSION_COOKIE: &str = "sessionid";
/// The cookie that must equal the form's hidden field.
pub const CSRF_COOKIE: &str = "csrftoken";
/// The hidden field of a form that must equal the cookie.
pub const CSRF_FIELD: &str = "csrfmiddlewaretoken";

/// Sessions kept at once; the oldest makes room.
const MOST: usize = 1024;

/// Who is logged in.
///
/// ```
/// use fakehq::auth::session::{cookie, SessionBook, SESSION_COOKIE};
///
/// let mut book = SessionBook::new("seed");
/// let id = book.open("jane@example.org");
/// let header = format!("csrftoken=x; sessionid={id}");
///
/// let sent = cookie(header.as_bytes(), SESSION_COOKIE).unwrap();
/// assert_eq!(book.who(sent), Some("jane@example.org"));
/// book.close(sent);
/// assert_eq!(book.who(id.as_bytes()), None);
/// ```
pub struct SessionBook {
    seed: Box<str>,
    ordinal: u64,
    open: HashMap<Box<[u8]>, Box<str>>,
    by_age: VecDeque<Box<[u8]>>,
}

impl SessionBook {
    /// An empty book; all ids follow from the seed and the order of calls.
    #[must_use]
    pub fn new(seed: &str) -> Self {
        Self {
            seed: seed.into(),
            ordinal: 0,
            open: HashMap::new(),
            by_age: VecDeque::new(),
        }
    }

    /// Logs a user in; the answer is the value of the cookie [`SESSION_COOKIE`], 32 hex digits.
    pub fn open(&mut self, username: &str) -> String {
        if self.by_age.len() >= MOST
            && let Some(oldest) = self.by_age.pop_front()
        {
            self.open.remove(&oldest);
        }
        let id = self.mint("session");
        self.open.insert(id.as_bytes().into(), username.into());
        self.by_age.push_back(id.as_bytes().into());
        id
    }

    /// The user of a session, by the value of its cookie.
    #[must_use]
    pub fn who(&self, session: &[u8]) -> Option<&str> {
        self.open.get(session).map(|username| &**username)
    }

    /// Logs out; an unknown session is no error.
    pub fn close(&mut self, session: &[u8]) {
        if self.open.remove(session).is_some() {
            self.by_age.retain(|id| **id != *session);
        }
    }

    /// A fresh CSRF token, 32 hex digits: for the cookie [`CSRF_COOKIE`] and the form's
    /// [`CSRF_FIELD`] both.
    pub fn csrf_token(&mut self) -> String {
        self.mint("csrf")
    }

    fn mint(&mut self, what: &str) -> String {
        self.ordinal += 1;
        let ordinal = self.ordinal.to_string();
        md5_text(&[what.as_bytes(), ordinal.as_bytes(), self.seed.as_bytes()])
    }
}

/// Whether a posted form may be trusted: its field has the value of the cookie, and there is one.
#[must_use]
pub fn csrf_matches(cookie: Option<&[u8]>, field: Option<&[u8]>) -> bool {
    match (cookie, field) {
        (Some(cookie), Some(field)) => !cookie.is_empty() && bool::from(cookie.ct_eq(field)),
        _ => false,
    }
}

/// The value of a cookie in a `Cookie` header, without its quotes; the first of that name counts.
#[must_use]
pub fn cookie<'a>(header: &'a [u8], name: &str) -> Option<&'a [u8]> {
    header.split(|&byte| byte == b';').find_map(|pair| {
        let equals = pair.iter().position(|&byte| byte == b'=')?;
        if pair[..equals].trim_ascii() != name.as_bytes() {
            return None;
        }
        let value = pair[equals + 1..].trim_ascii();
        Some(
            value
                .strip_prefix(b"\"")
                .and_then(|value| value.strip_suffix(b"\""))
                .unwrap_or(value),
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_calls_give_the_same_ids_and_no_id_twice() {
        let mut one = SessionBook::new("a");
        let mut two = SessionBook::new("a");
        let mut other = SessionBook::new("b");
        let first = one.open("jane");
        assert_eq!(first, two.open("jane"));
        assert_ne!(first, other.open("jane"));
        assert_ne!(first, one.open("jane"));
        assert_ne!(one.csrf_token(), one.csrf_token());
        assert_eq!(first.len(), 32);
    }

    #[test]
    fn a_full_book_forgets_its_oldest_session_and_no_other() {
        let mut book = SessionBook::new("a");
        let ids: Vec<String> = (0..=MOST).map(|_| book.open("jane")).collect();
        assert_eq!(book.who(ids[0].as_bytes()), None);
        assert_eq!(book.who(ids[1].as_bytes()), Some("jane"));
        assert_eq!(book.open.len(), MOST);
        assert_eq!(book.by_age.len(), MOST);
    }

    #[test]
    fn logging_out_ends_one_session_for_good() {
        let mut book = SessionBook::new("a");
        let (first, second) = (book.open("jane"), book.open("jane"));
        book.close(first.as_bytes());
        book.close(b"unknown");
        assert_eq!(book.who(first.as_bytes()), None);
        assert_eq!(book.who(second.as_bytes()), Some("jane"));
        assert_eq!(book.by_age.len(), 1);
    }

    #[test]
    fn a_form_needs_cookie_and_field_and_both_alike() {
        assert!(csrf_matches(Some(b"x"), Some(b"x")));
        assert!(!csrf_matches(Some(b"x"), Some(b"y")));
        assert!(!csrf_matches(Some(b""), Some(b"")));
        assert!(!csrf_matches(None, Some(b"x")));
        assert!(!csrf_matches(Some(b"x"), None));
        assert!(!csrf_matches(None, None));
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let header = b"xsessionid=1;sessionid=\"2\" ; sessionid=3; flag; empty=";
        assert_eq!(cookie(header, "sessionid"), Some(&b"2"[..]));
        assert_eq!(cookie(header, "empty"), Some(&b""[..]));
        assert_eq!(cookie(header, "flag"), None);
        assert_eq!(cookie(header, "session"), None);
    }

    proptest! {
        #[test]
        fn any_cookie_header_is_read_without_panic(header in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = cookie(&header, SESSION_COOKIE);
        }
    }
}
