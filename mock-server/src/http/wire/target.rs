//! A percent-encoded copy of the target, for routing.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    Uri,
    uri::{Authority, PathAndQuery, Scheme},
};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use super::refusal::Refusal;

/// The longest target that [`Uri`] can hold, in bytes of its encoded form.
pub const LONGEST: usize = 65_534;

/// What is no part of a path or query by the grammar of RFC 3986. `%` stays as it is: the target
/// is encoded once, by the client. `#` does not: a fragment never travels, so it is data here.
const FOREIGN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The target as a [`Uri`]: bytes that a URI cannot hold become `%XX`.
///
/// Real clients put a literal `"` into the query; the server they talk to answers it, so routing
/// must not refuse it. Origin form, absolute form and `*` are read.
///
/// # Errors
/// 414 when the encoded target is too long for a [`Uri`], 400 when it begins with neither a slash
/// nor `http://`.
pub fn routable(target: &Bytes) -> Result<Uri, Refusal> {
    if target.first() == Some(&b'/') {
        return path_and_query(target.clone()).map(Uri::from);
    }
    if target == "*" {
        return Ok(Uri::from_static("*"));
    }
    let (scheme, rest) = absolute(target).ok_or_else(|| Refusal::target(target))?;
    let end = rest
        .iter()
        .position(|byte| matches!(byte, b'/' | b'?' | b'#'))
        .unwrap_or(rest.len());
    let authority = Authority::try_from(&rest[..end]).map_err(|_| Refusal::target(target))?;
    let path = match rest.get(end) {
        Some(b'/') => path_and_query(target.slice_ref(&rest[end..]))?,
        _ => path_and_query([b"/", &rest[end..]].concat().into())?,
    };
    Uri::builder()
        .scheme(scheme)
        .authority(authority)
        .path_and_query(path)
        .build()
        .map_err(|_| Refusal::target(target))
}

fn absolute(target: &[u8]) -> Option<(Scheme, &[u8])> {
    let colon = target.iter().position(|byte| *byte == b':')?;
    let rest = target[colon..].strip_prefix(b"://")?;
    if target[..colon].eq_ignore_ascii_case(b"http") {
        Some((Scheme::HTTP, rest))
    } else if target[..colon].eq_ignore_ascii_case(b"https") {
        Some((Scheme::HTTPS, rest))
    } else {
        None
    }
}

fn path_and_query(target: Bytes) -> Result<PathAndQuery, Refusal> {
    let encoded = match Cow::from(percent_encode(&target, FOREIGN)) {
        // As most are: nothing is copied then.
        Cow::Borrowed(_) => target.clone(),
        Cow::Owned(encoded) => encoded.into(),
    };
    if encoded.len() > LONGEST {
        return Err(Refusal::TargetTooLong);
    }
    PathAndQuery::from_maybe_shared(encoded).map_err(|_| Refusal::target(&target))
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode;
    use proptest::prelude::*;

    use super::*;

    fn routed(target: &[u8]) -> Result<Uri, Refusal> {
        routable(&Bytes::copy_from_slice(target))
    }

    #[test]
    fn a_quote_becomes_its_code() {
        let uri = routed(b"/a/d/reports/export/?export_tag=\"http://x/y\"&f=csv").unwrap();
        assert_eq!(uri.path(), "/a/d/reports/export/");
        assert_eq!(uri.query(), Some("export_tag=%22http://x/y%22&f=csv"));
    }

    #[test]
    fn absolute_targets_keep_host_and_path() {
        let uri = routed(b"HTTP://hq.test:8000?x=|").unwrap();
        assert_eq!(uri.to_string(), "http://hq.test:8000/?x=%7C");
        assert_eq!(routed(b"https://h/p").unwrap().path(), "/p");
    }

    #[test]
    fn other_forms_are_refused() {
        for target in [
            &b"p"[..],
            b"",
            b"ftp://h/",
            b"http:///p",
            b"h:80",
            b"http://a b/",
        ] {
            let refused = routed(target).unwrap_err();
            assert_eq!(refused.status(), 400, "{refused}");
        }
        assert_eq!(routed(b"*").unwrap().path(), "*");
    }

    #[test]
    fn the_longest_target_fits_and_one_byte_more_is_414() {
        let mut target = vec![b'a'; LONGEST];
        target[0] = b'/';
        assert!(routed(&target).is_ok());
        target.push(b'a');
        assert_eq!(routed(&target), Err(Refusal::TargetTooLong));
    }

    proptest! {
        #[test]
        fn any_bytes_behind_a_slash_survive(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut target = vec![b'/'];
            target.extend(bytes);
            let uri = routed(&target).unwrap();
            let again: Vec<u8> = percent_decode(uri.path_and_query().unwrap().as_str().as_bytes()).collect();
            let sent: Vec<u8> = percent_decode(&target).collect();
            prop_assert_eq!(again, sent);
            // The first `?` parts path and query on both sides.
            let parted = target.iter().position(|byte| *byte == b'?').is_some();
            prop_assert_eq!(uri.query().is_some(), parted);
        }
    }
}
