//! The header lines of well-known clients: their order, quoting, escaping and encoding.

#![allow(clippy::unwrap_used)]

use fakehq::auth::account::Account;
use fakehq::auth::digest::{Asked, DigestGate, Refused, Verified};

use crate::client::{NOW, PASSWORD, TARGET, at, challenge, field_of, md5};

/// Fills a line of a client and asks with it. `{name}` stands for the bytes sent as name; what is
/// hashed is the UTF-8 of the account's name.
fn ask(line: &str, account: &str, sent: &[u8], target: &str) -> Result<Verified, Refused> {
    let mut gate = DigestGate::new("seed");
    let challenge = challenge(&mut gate, NOW);
    let (nonce, opaque) = (
        field_of(&challenge, "nonce"),
        field_of(&challenge, "opaque"),
    );
    let ha1 = md5(format!("{account}:DJANGO:{PASSWORD}"));
    let ha2 = md5(format!("GET:{target}"));
    let response = md5(format!("{ha1}:{nonce}:00000001:0a4f113b:auth:{ha2}"));
    let line = line
        .replace("{nonce}", nonce)
        .replace("{opaque}", opaque)
        .replace("{response}", &response)
        .replace("{uri}", target);
    let (before, behind) = line.split_once("{name}").unwrap();
    let header = [before.as_bytes(), sent, behind.as_bytes()].concat();
    let asked = Asked {
        method: b"GET",
        target: target.as_bytes(),
        authorization: Some(&header),
    };
    let accounts = vec![Account {
        username: account,
        password: PASSWORD,
    }];
    gate.check(at(NOW), &asked, &accounts)
}

const CURL: &str = r#"Digest username="{name}", realm="DJANGO", nonce="{nonce}", uri="{uri}", cnonce="0a4f113b", nc=00000001, qop=auth, response="{response}", opaque="{opaque}", algorithm=MD5"#;
const WGET: &str = r#"Digest username="{name}", realm="DJANGO", nonce="{nonce}", uri="{uri}", response="{response}", qop=auth, nc=00000001, cnonce="0a4f113b", opaque="{opaque}", algorithm="MD5""#;
const REQUESTS: &str = r#"Digest username="{name}", realm="DJANGO", nonce="{nonce}", uri="{uri}", response="{response}", opaque="{opaque}", algorithm="MD5", qop="auth", nc=00000001, cnonce="0a4f113b""#;
const URLLIB: &str = r#"Digest username="{name}", realm="DJANGO", nonce="{nonce}", uri="{uri}", response="{response}", opaque="{opaque}", algorithm="MD5", qop=auth, nc=00000001, cnonce="0a4f113b""#;
const JAVA: &str = r#"Digest username="{name}", realm="DJANGO", nonce="{nonce}", uri="{uri}", response="{response}", qop=auth, nc=00000001, cnonce="0a4f113b", algorithm=MD5, opaque="{opaque}""#;
/// All that the grammar allows besides.
const ODD: &str = "dIGEST  , USERNAME = \"{name}\"\t,realm=DJANGO,nonce=\"{nonce}\" ,\turi=\"{uri}\",,Response={response},NC=\"00000001\",cnonce=0a4f113b,qop=\"auth\",opaque={opaque},charset=\"x\\\"y\", ";

#[test]
fn the_lines_of_six_clients_are_accepted() {
    for line in [CURL, WGET, REQUESTS, URLLIB, JAVA, ODD] {
        let name = "jane@example.org";
        let verified = ask(line, name, name.as_bytes(), TARGET).unwrap();
        assert_eq!(verified.username, name);
        assert!(verified.uri_as_sent);
    }
}

#[test]
fn a_backslash_in_the_name_is_sent_escaped_or_as_it_is() {
    for (line, sent) in [
        (CURL, r"DOM\\jane"),
        (WGET, r"DOM\jane"),
        (REQUESTS, r"DOM\jane"),
    ] {
        let verified = ask(line, r"DOM\jane", sent.as_bytes(), TARGET).unwrap();
        assert_eq!(verified.username, r"DOM\jane");
    }
}

#[test]
fn the_raw_reading_is_tried_even_where_the_other_one_is_an_account_too() {
    let mut gate = DigestGate::new("seed");
    let challenge = challenge(&mut gate, NOW);
    let client = crate::client::Client::of(&challenge, TARGET, 1)
        .with("username", r"DOM\jane")
        .hashing(|hashed| hashed.name = br"DOM\jane".to_vec());
    let accounts = vec![
        Account {
            username: "DOMjane",
            password: "other",
        },
        Account {
            username: r"DOM\jane",
            password: PASSWORD,
        },
    ];
    let verified = client.ask(&mut gate, NOW, &accounts).unwrap();
    assert_eq!(verified.username, r"DOM\jane");
}

#[test]
fn a_backslash_in_the_address_is_sent_as_it_is_by_some() {
    let target = r"/a/demo/?export_tag=a\b";
    assert!(ask(WGET, "jane", b"jane", target).unwrap().uri_as_sent);
}

#[test]
fn a_name_beyond_ascii_is_sent_in_utf8_or_latin1_and_hashed_in_utf8() {
    for (line, sent) in [(CURL, &b"jos\xc3\xa9"[..]), (REQUESTS, b"jos\xe9")] {
        assert_eq!(ask(line, "josé", sent, TARGET).unwrap().username, "josé");
    }
    let name = "आशा";
    assert!(ask(CURL, name, name.as_bytes(), TARGET).is_ok());
}

#[test]
fn raw_quotes_in_the_address_make_the_line_unreadable_to_hq_too() {
    let target = "/a/demo/?export_tag=\"http://openrosa.org/x\"&format=csv";
    let refused = ask(CURL, "jane", b"jane", target).unwrap_err();
    assert_eq!(refused.refusal.id(), "unreadable");
    assert_eq!(refused.refusal.field(), Some("uri"));
    assert!(refused.refusal.to_string().contains("%22"));
}
