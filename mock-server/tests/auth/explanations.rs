//! Every explanation but those of a wrong response, each from a request that makes exactly that
//! mistake.

#![allow(clippy::unwrap_used, clippy::panic)]

use fakehq::auth::account::{Account, Accounts};
use fakehq::auth::digest::answer::Problem;
use fakehq::auth::digest::refusal::{Looks, NameMistake, PathMistake};
use fakehq::auth::digest::{Asked, Denial, DigestGate, Refusal};

use crate::client::{
    Client, NAME, NOW, PASSWORD, TARGET, accounts, at, challenge, explained, ready, refusal_of,
};

/// Asks with any header.
fn header_explained(header: &[u8]) -> (Refusal, String) {
    let (mut gate, _) = ready();
    let asked = Asked {
        method: b"GET",
        target: TARGET.as_bytes(),
        authorization: Some(header),
    };
    let refused = gate.check(at(NOW), &asked, &accounts()).unwrap_err();
    let explanation = refused.refusal.to_string();
    (refused.refusal, explanation)
}

#[test]
fn no_credentials() {
    let (mut gate, _) = ready();
    let asked = Asked {
        method: b"GET",
        target: TARGET.as_bytes(),
        authorization: None,
    };
    let refused = gate.check(at(NOW), &asked, &accounts()).unwrap_err();
    assert_eq!(refused.refusal, Refusal::NoCredentials);
    assert!(refused.refusal.to_string().contains("first step"));
}

#[test]
fn basic_names_the_user_and_not_the_password() {
    let (refusal, text) = header_explained(b"Basic amFuZTpzZWNyZXQ=");
    assert_eq!(
        refusal,
        Refusal::NotDigest {
            scheme: Some("Basic"),
            username: Some("jane".into())
        }
    );
    assert!(
        text.contains("\"jane\"") && text.contains("--digest"),
        "{text}"
    );
    assert!(!text.contains("secret"));
}

#[test]
fn other_schemes_are_named_if_known_and_never_quoted() {
    let (_, text) = header_explained(b"ApiKey jane:s3cr3t");
    assert!(text.contains("ApiKey") && !text.contains("s3cr3t"));
    let (refusal, text) = header_explained(b"s3cr3t");
    assert_eq!(
        refusal,
        Refusal::NotDigest {
            scheme: None,
            username: None
        }
    );
    assert!(!text.contains("s3cr3t"));
}

#[test]
fn raw_quotes_in_the_uri() {
    let (refusal, text) = explained(|right| right.with("uri", "/a/?export_tag=\"http://x\""));
    assert_eq!(
        refusal,
        Refusal::Unreadable {
            field: Some("uri"),
            problem: Problem::TextAfterQuote
        }
    );
    assert!(
        text.contains("raw quotes") && text.contains("%22"),
        "{text}"
    );
}

#[test]
fn other_unreadable_headers() {
    for (header, field, word) in [
        ("username=\"ja\"ne\"", Some("username"), "backslash"),
        ("username=\"jane", Some("username"), "not closed"),
        ("username=jane doe", Some("username"), "quotes around"),
        ("=x", None, "without a name"),
        ("nc", Some("nc"), "without an equals sign"),
        ("opaque=, nc=1", Some("opaque"), "without a value"),
        ("s3cr3t=", None, "without a value"),
    ] {
        let (refusal, text) = header_explained(format!("Digest {header}").as_bytes());
        assert_eq!(refusal.id(), "unreadable", "{header}");
        assert_eq!(refusal.field(), field, "{header}");
        assert!(text.contains(word), "{header}: {text}");
        assert!(!text.contains("s3cr3t"));
    }
}

#[test]
fn a_field_twice() {
    let (refusal, text) = explained(|mut right| {
        right.fields.push(("nc", "00000002".into(), false));
        right
    });
    assert_eq!(refusal, Refusal::FieldTwice { field: "nc" });
    assert!(text.contains("nc twice"), "{text}");
}

#[test]
fn no_opaque() {
    let (refusal, text) = explained(|right| right.without(&["opaque"]));
    assert_eq!(
        refusal,
        Refusal::MissingFields {
            fields: vec!["opaque"]
        }
    );
    assert!(text.contains("send it back"), "{text}");
}

#[test]
fn an_answer_by_the_older_standard() {
    let (refusal, text) = explained(|right| right.without(&["qop", "nc", "cnonce"]));
    assert_eq!(refusal.field(), Some("qop"));
    assert!(text.contains("RFC 2069"), "{text}");
}

#[test]
fn any_other_missing_field() {
    let (_, text) = explained(|right| right.without(&["username", "nc"]));
    assert!(text.contains("lacks username, nc;"), "{text}");
}

#[test]
fn count_algorithm_qop_and_realm_of_the_wrong_kind() {
    for (name, value, id) in [
        ("nc", "1", "bad-count"),
        ("algorithm", "MD5-sess", "wrong-algorithm"),
        ("qop", "auth-int", "wrong-qop"),
        ("realm", "django", "wrong-realm"),
    ] {
        let (refusal, text) = explained(|right| right.with(name, value));
        assert_eq!(refusal.id(), id);
        assert_eq!(refusal.field(), Some(name));
        assert!(
            text.starts_with(&format!("{name} is \"{value}\"")),
            "{text}"
        );
    }
}

#[test]
fn nonces_that_are_not_ours() {
    let upper = |right: Client| {
        let nonce = right.get("nonce").to_ascii_uppercase();
        right.with("nonce", nonce)
    };
    let (refusal, _) = explained(upper);
    assert_eq!(
        refusal,
        Refusal::ForeignNonce {
            looks: Looks::LetterCase
        }
    );
    for (nonce, looks, word) in [
        ("", Looks::Empty, "empty"),
        ("dcd98b7102dd2f0e8b11d0f600bfb0c0", Looks::Other, "cut"),
        ("1.0:AAAA:0", Looks::OurForm, "restart"),
    ] {
        let (refusal, text) = explained(|right| right.with("nonce", nonce));
        assert_eq!(refusal, Refusal::ForeignNonce { looks });
        assert!(text.contains(word), "{text}");
    }
}

fn name_mistake(sent: &str) -> (Option<NameMistake>, String) {
    match explained(|right| right.with("username", sent)) {
        (Refusal::UnknownUser { likely, .. }, text) => (likely, text),
        other => panic!("{sent:?}: {other:?}"),
    }
}

#[test]
fn user_names_that_are_nearly_right() {
    for (sent, mistake, word) in [
        ("b'jane@example.org'", NameMistake::BytesLiteral, "Python"),
        ("jane@example.org\r", NameMistake::LineEnd, "line end"),
        ("jane@example.org ", NameMistake::Blanks, "blanks"),
        ("'Jane@example.org'", NameMistake::Quotes, "quotes"),
        ("jane%40example.org", NameMistake::PercentEncoded, "%40"),
    ] {
        let (likely, text) = name_mistake(sent);
        assert_eq!(likely, Some(mistake), "{sent}");
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn another_letter_case_is_told_with_the_right_name() {
    let (likely, text) = name_mistake("Jane@Example.org");
    let right = NAME.to_owned();
    assert_eq!(likely, Some(NameMistake::LetterCase { right }));
    assert!(
        text.contains("\"jane@example.org\" would be right"),
        "{text}"
    );
}

#[test]
fn a_password_behind_the_name_is_not_told() {
    let (likely, text) = name_mistake("jane@example.org:correct horse");
    assert_eq!(likely, Some(NameMistake::PasswordToo));
    assert!(text.contains("\"jane@example.org:…\""), "{text}");
}

#[test]
fn a_name_like_no_account() {
    let (likely, text) = name_mistake("joe");
    assert_eq!(likely, None);
    assert!(
        text.contains("\"joe\"") && text.contains("e-mail"),
        "{text}"
    );
}

struct WithWorkers(Vec<Account<'static>>);

impl Accounts for WithWorkers {
    fn find(&self, name: &str) -> Option<Account<'_>> {
        self.0.find(name)
    }

    fn is_mobile_worker(&self, name: &str) -> bool {
        name == "asha"
    }
}

#[test]
fn the_name_of_a_mobile_worker_if_the_world_says_so() {
    let (mut gate, right) = ready();
    let asked = Asked {
        method: b"GET",
        target: TARGET.as_bytes(),
        authorization: Some(&right.with("username", "Asha").header()),
    };
    let refused = gate
        .check(at(NOW), &asked, &WithWorkers(accounts()))
        .unwrap_err();
    assert_eq!(
        refused.refusal,
        Refusal::UnknownUser {
            sent: "Asha".into(),
            likely: Some(NameMistake::MobileWorker)
        }
    );
    assert!(refused.refusal.to_string().contains("mobile worker"));
}

#[test]
fn a_user_who_may_not_see_it() {
    let (mut gate, _) = ready();
    for (denial, word) in [
        (Denial::MobileWorker, "mobile worker"),
        (Denial::NotAMember, "no member"),
        (Denial::NoPermission, "role"),
        (Denial::NoSuchSpace, "no such project space"),
    ] {
        let refused = gate.refuse(at(NOW), Refusal::Denied(denial));
        assert!(refused.refusal.to_string().contains("password is right"));
        assert!(refused.refusal.to_string().contains(word));
    }
}

fn other_path(change: impl FnOnce(&mut Client), asked_before: bool) -> (Refusal, String) {
    let (mut gate, mut client) = ready();
    if asked_before {
        client.ask(&mut gate, NOW, &accounts()).unwrap();
    }
    change(&mut client);
    refusal_of(&client, &mut gate, NOW)
}

#[test]
fn the_header_of_an_earlier_request() {
    let target = "/a/demo/reports/download/cases/?format=csv";
    let (refusal, text) = other_path(|client| client.target = target.into(), true);
    assert_eq!(
        refusal,
        Refusal::OtherPath {
            sent: "/a/demo/reports/export/".into(),
            asked: "/a/demo/reports/download/cases/".into(),
            likely: Some(PathMistake::EarlierRequest)
        }
    );
    assert!(text.contains("an earlier request"), "{text}");
}

#[test]
fn a_path_of_nothing_known_shows_neither_query_nor_login() {
    let whole = "http://jane:correct horse@host/b/?x=1";
    let (refusal, text) = other_path(
        |client| {
            *client = client
                .clone()
                .with("uri", whole)
                .hashing(|hashed| hashed.uri = whole.into());
        },
        false,
    );
    let Refusal::OtherPath { sent, likely, .. } = refusal else {
        panic!("{refusal:?}");
    };
    assert_eq!((&*sent, likely), ("/b/", None));
    assert!(text.contains("after a redirect too"), "{text}");
}

#[test]
fn only_the_last_slash_differs() {
    let without = TARGET.replace("export/?", "export?");
    let (refusal, text) = other_path(
        |client| {
            *client = client
                .clone()
                .with("uri", &without[..])
                .hashing(|hashed| hashed.uri = without.clone());
        },
        false,
    );
    assert!(matches!(
        refusal,
        Refusal::OtherPath {
            likely: Some(PathMistake::LastSlash),
            ..
        }
    ));
    assert!(text.contains("slash at the end"), "{text}");
}

#[test]
fn nc_repeated_or_going_back() {
    let (mut gate, _) = ready();
    let challenge = challenge(&mut gate, NOW);
    let asked = |gate: &mut DigestGate, count| {
        let client = Client::of(&challenge, TARGET, count);
        client
            .ask(gate, NOW, &accounts())
            .map_err(|refused| refused.refusal.to_string())
    };
    asked(&mut gate, 10).unwrap();
    let repeated = asked(&mut gate, 10).unwrap_err();
    assert!(repeated.contains("nc is 0000000a") && repeated.contains("repeated"));
    let back = asked(&mut gate, 1).unwrap_err();
    assert!(
        back.contains("00000001, but") && back.contains("must rise"),
        "{back}"
    );
}

#[test]
fn a_nonce_too_old() {
    let (mut gate, right) = ready();
    let (refusal, text) = refusal_of(&right, &mut gate, NOW + 301);
    assert_eq!(refusal, Refusal::NonceTooOld { seconds: 301 });
    assert!(text.contains("301 s") && text.contains("300 s"), "{text}");
}

#[test]
fn the_nonce_of_another_user() {
    let (mut gate, right) = ready();
    right.ask(&mut gate, NOW, &accounts()).unwrap();
    let joe = vec![Account {
        username: "joe",
        password: PASSWORD,
    }];
    let client = right
        .with("username", "joe")
        .hashing(|hashed| hashed.name = "joe".into());
    let refused = client.ask(&mut gate, NOW, &joe).unwrap_err();
    assert_eq!(refused.refusal, Refusal::NonceOfOtherUser);
    assert!(refused.refusal.to_string().contains("another user"));
}
