//! The mistakes found in a wrong response: for each, a response that was computed with it.

#![allow(clippy::unwrap_used, clippy::panic)]

use fakehq::auth::account::Account;
use fakehq::auth::digest::{Mistake, Refusal};

use crate::client::{Client, Hashed, NAME, NOW, TARGET, explained, md5, ready};

/// The mistake found in a response that was computed like this.
fn mistake(hash: impl FnOnce(&mut Hashed)) -> Option<Mistake> {
    match explained(|right| right.hashing(hash)) {
        (Refusal::WrongResponse { likely, username }, text) => {
            assert_eq!(username, NAME);
            assert!(text.starts_with("response is wrong"), "{text}");
            likely
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_password_is_what_is_left() {
    assert_eq!(mistake(|hashed| hashed.password = "other".into()), None);
    let (_, text) = explained(|right| right.hashing(|hashed| hashed.password = "other".into()));
    assert!(text.contains("wrong password"), "{text}");
}

#[test]
fn passwords_that_are_nearly_right() {
    for (hashed, wanted) in [
        ("", Mistake::PasswordEmpty),
        ("correct horse\r", Mistake::PasswordLineEnd),
        ("correct horse\n", Mistake::PasswordLineEnd),
        ("correct horse\r\n", Mistake::PasswordLineEnd),
        ("correct horse ", Mistake::PasswordBlanks),
        ("b'correct horse'", Mistake::PasswordBytesLiteral),
        ("\"correct horse\"", Mistake::PasswordQuotes),
        ("correct%20horse", Mistake::PasswordEncoded),
        ("CORRECT HORSE", Mistake::PasswordLetterCase),
        ("Correct horse", Mistake::PasswordLetterCase),
        ("correct", Mistake::PasswordCut),
    ] {
        let found = mistake(|parts| parts.password = hashed.into());
        assert_eq!(found, Some(wanted), "{hashed:?}");
    }
}

#[test]
fn names_hashed_otherwise_than_sent() {
    for (hashed, wanted) in [
        ("JANE@EXAMPLE.ORG", Mistake::NameLetterCase),
        ("Jane@example.org", Mistake::NameLetterCase),
        ("jane@example.org\r", Mistake::NameLineEnd),
        ("b'jane@example.org'", Mistake::NameBytesLiteral),
    ] {
        let found = mistake(|parts| parts.name = hashed.into());
        assert_eq!(found, Some(wanted), "{hashed:?}");
    }
}

#[test]
fn addresses_hashed_otherwise_than_sent() {
    let path = "/a/demo/reports/export/";
    let left_out = mistake(|parts| parts.uri = path.into());
    assert_eq!(left_out, Some(Mistake::QueryLeftOut));
    let decoded = mistake(|parts| parts.uri = TARGET.replace("%22", "\""));
    assert_eq!(decoded, Some(Mistake::UriDecoded));
    let (refusal, text) = explained(|right| right.with("uri", path));
    assert_eq!(
        refusal,
        Refusal::WrongResponse {
            username: NAME.into(),
            likely: Some(Mistake::UriNotAsHashed)
        }
    );
    assert!(text.contains("the field uri says something else"));
}

#[test]
fn methods_counts_and_client_nonces_hashed_otherwise_than_sent() {
    for method in ["POST", "HEAD", "get"] {
        let found = mistake(|parts| parts.method = method.into());
        assert_eq!(found, Some(Mistake::OtherMethod(method)));
    }
    let unpadded = mistake(|parts| parts.nc = "1".into());
    assert_eq!(unpadded, Some(Mistake::CountNotAsHashed));
    let empty = mistake(|parts| parts.cnonce.clear());
    assert_eq!(empty, Some(Mistake::CnonceLeftOut));
}

#[test]
fn responses_of_another_shape() {
    let shape = |compute: fn(&Client) -> String| {
        let (refusal, text) = explained(|right| {
            let response = compute(&right);
            right.with("response", response)
        });
        let Refusal::WrongResponse {
            likely: Some(mistake),
            ..
        } = refusal
        else {
            panic!("{refusal:?}");
        };
        (mistake, text)
    };
    let (mistake, text) = shape(|c| md5(format!("{}:{}:{}", c.ha1(), c.nonce, c.ha2())));
    assert_eq!(mistake, Mistake::Old);
    assert!(text.contains("RFC 2069"), "{text}");
    let (mistake, text) = shape(|c| {
        let ha1 = md5(format!("{}:{}:{}", c.ha1(), c.nonce, c.hashed.cnonce));
        let rest = format!("{}:{}:{}", c.hashed.nc, c.hashed.cnonce, "auth");
        md5(format!("{ha1}:{}:{rest}:{}", c.nonce, c.ha2()))
    });
    assert_eq!(mistake, Mistake::Session);
    assert!(text.contains("MD5-sess"), "{text}");
    let (mistake, text) = shape(|c| {
        let ha2 = md5(format!("GET:{}:{}", c.hashed.uri, md5("")));
        let rest = format!("{}:{}:{}", c.hashed.nc, c.hashed.cnonce, "auth-int");
        md5(format!("{}:{}:{rest}:{ha2}", c.ha1(), c.nonce))
    });
    assert_eq!(mistake, Mistake::BodyToo);
    assert!(text.contains("auth-int"), "{text}");
    let (mistake, text) =
        shape(|c| String::from_utf8(c.get("response").to_ascii_uppercase()).unwrap());
    assert_eq!(mistake, Mistake::UpperCase);
    assert!(text.contains("lower case"), "{text}");
}

#[test]
fn a_password_in_latin1() {
    for (name, password) in [
        (&b"jos\xc3\xa9"[..], &b"p\xe4ss"[..]),
        (b"jos\xe9", b"p\xe4ss"),
        (b"jos\xe9", b"p\xc3\xa4ss"),
        (b"jos\xc3\xa9", b"p\xc3\x83\xc2\xa4ss"),
    ] {
        let (mut gate, right) = ready();
        let client = right.with("username", name).hashing(|hashed| {
            hashed.name = name.into();
            hashed.password = password.into();
        });
        let accounts = vec![Account {
            username: "josé",
            password: "päss",
        }];
        let refused = client.ask(&mut gate, NOW, &accounts).unwrap_err();
        assert_eq!(
            refused.refusal,
            Refusal::WrongResponse {
                username: "josé".into(),
                likely: Some(Mistake::Latin1)
            }
        );
        assert!(refused.refusal.to_string().contains("UTF-8"));
    }
}
