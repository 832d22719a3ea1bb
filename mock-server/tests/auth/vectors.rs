//! Every value and every verdict of the digest vectors, which the old digest library agreed with.

#![allow(clippy::unwrap_used, clippy::panic)]

use fakehq::auth::account::Account;
use fakehq::auth::digest::challenge::Challenge;
use fakehq::auth::digest::nonce::Signer;
use fakehq::auth::digest::{Denial, DigestGate, Refusal, Style};
use serde_json::Value;

use crate::client::{Client, NOW, PASSWORD, TARGET, accounts, challenge, md5, ready};

fn vectors() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/vectors/ex5-digest-vectors.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_challenge_is_the_one_of_the_vectors_byte_for_byte() {
    let vectors = vectors();
    let text = |key: &str| vectors[key].as_str().unwrap();
    let signer = Signer::new(text("server_secret"));
    let nonce = signer.sign(text("challenge_time_text"), text("salt"));
    assert_eq!(nonce, text("nonce"));
    assert_eq!(signer.issued(nonce.as_bytes()), Some(1_389_000_000_120));
    let challenge = Challenge {
        nonce: &nonce,
        opaque: text("opaque"),
        style: Style::default(),
    };
    assert_eq!(challenge.to_string(), text("www_authenticate"));
}

#[test]
fn the_response_of_the_vectors_is_accepted() {
    let vectors = vectors();
    let request = &vectors["request"];
    let text = |key: &str| request[key].as_str().unwrap();
    let client = Client::of(
        vectors["www_authenticate"].as_str().unwrap(),
        text("uri"),
        1,
    );
    assert_eq!(client.ha1(), text("ha1"));
    assert_eq!(client.ha2(), text("ha2"));
    assert_eq!(client.get("response"), text("response").as_bytes());
    let account = Account {
        username: text("username"),
        password: text("password"),
    };
    let mut gate = DigestGate::new(vectors["server_secret"].as_str().unwrap());
    let verified = client.ask(&mut gate, NOW, &vec![account]).unwrap();
    assert_eq!(verified.username, text("username"));
    assert_eq!(verified.nonce, vectors["nonce"].as_str().unwrap());
    assert_eq!(verified.count, 1);
    assert!(verified.uri_as_sent);
}

/// Plays one case; answers whether it is accepted.
fn play(case: &str) -> Result<(), Refusal> {
    let (mut gate, right) = ready();
    let accounts = accounts();
    let mut now = NOW;
    let nonce_challenge = |count| {
        let mut gate = DigestGate::new("seed");
        Client::of(&challenge(&mut gate, NOW), TARGET, count)
    };
    let before: &[u32] = match case {
        "same nc again (replay)" | "nc 5 after nc 1" => &[1],
        "nc 3 after nc 5" => &[5],
        _ => &[],
    };
    for &count in before {
        nonce_challenge(count)
            .ask(&mut gate, now, &accounts)
            .unwrap();
    }
    let client = match case {
        "nc 1 on a fresh nonce" | "same nc again (replay)" => right,
        "nc 5 after nc 1" => nonce_challenge(5),
        "nc 3 after nc 5" => nonce_challenge(3),
        "nonce first used 301 s after issue" => {
            now += 301;
            right
        }
        "nonce first used 299 s after issue" => {
            now += 299;
            right
        }
        "nonce not signed with the server's secret" => {
            let other = challenge(&mut DigestGate::new("other"), NOW);
            Client::of(&other, TARGET, 1)
        }
        "wrong password" => right.hashing(|hashed| hashed.password = "battery staple".into()),
        "user name in another letter case" => right
            .with("username", "Jane@Example.org")
            .hashing(|hashed| hashed.name = "Jane@Example.org".into()),
        "field opaque missing" => right.without(&["opaque"]),
        "no qop, nc, cnonce (RFC 2069 style)" => {
            let old = md5(format!("{}:{}:{}", right.ha1(), right.nonce, right.ha2()));
            right
                .with("response", old)
                .without(&["qop", "nc", "cnonce"])
        }
        "qop auth-int" => right.with("qop", "auth-int"),
        "algorithm field missing" => right.without(&["algorithm"]),
        "algorithm md5 in lower case" => right.with("algorithm", "md5"),
        "algorithm MD5-sess or SHA-256" => {
            let mut session = right.clone().with("algorithm", "MD5-sess");
            let refused = session.ask(&mut gate, now, &accounts).unwrap_err();
            assert_eq!(
                refused.refusal,
                Refusal::WrongAlgorithm {
                    sent: "MD5-sess".into()
                }
            );
            session.set("algorithm", "SHA-256");
            session
        }
        "qop, nc, algorithm without quotes" => {
            for (name, _, quoted) in &right.fields {
                assert_eq!(!quoted, ["qop", "nc", "algorithm"].contains(name));
            }
            let mut all_quoted = right.clone();
            for field in &mut all_quoted.fields {
                field.2 = true;
            }
            all_quoted
                .ask(&mut DigestGate::new("seed"), now, &accounts)
                .unwrap();
            right
        }
        "comma inside quoted user name or uri" => {
            let uri = TARGET.replace("EXAMPLE", "EX,A=MP,LE");
            let mut client = right.with("username", "doe, jane").with("uri", &uri[..]);
            client.target = uri.clone();
            let client = client.hashing(|hashed| {
                hashed.name = "doe, jane".into();
                hashed.uri = uri;
            });
            let doe = vec![Account {
                username: "doe, jane",
                password: PASSWORD,
            }];
            return verdict(client.ask(&mut gate, now, &doe));
        }
        "uri names another path" => {
            let other = TARGET.replace("export/", "exports/");
            right
                .with("uri", &other[..])
                .hashing(|hashed| hashed.uri = other)
        }
        "uri is an absolute URL with the right path" => {
            let whole = format!("https://www.example.org{TARGET}");
            right
                .with("uri", &whole[..])
                .hashing(|hashed| hashed.uri = whole)
        }
        "uri path percent-encoded differently but equal once decoded" => {
            let other = TARGET.replace("reports", "%72eports");
            right
                .with("uri", &other[..])
                .hashing(|hashed| hashed.uri = other)
        }
        "credentials fine, view answers 403" => {
            right.ask(&mut gate, now, &accounts).unwrap();
            let denied = Refusal::Denied(Denial::NotAMember);
            let refused = gate.refuse(crate::client::at(now), denied);
            assert!(refused.challenge.starts_with("Digest nonce="));
            return Err(refused.refusal);
        }
        // The gate is not asked again once the credentials were found right.
        "credentials fine, view answers 404 or 302" => right,
        "Authorization: Basic" => {
            let asked = fakehq::auth::digest::Asked {
                method: b"GET",
                target: TARGET.as_bytes(),
                authorization: Some(b"Basic amFuZTpzZWNyZXQ="),
            };
            return verdict(gate.check(crate::client::at(now), &asked, &accounts));
        }
        unknown => panic!("no request is written for the case {unknown:?}"),
    };
    verdict(client.ask(&mut gate, now, &accounts))
}

fn verdict(
    answer: Result<fakehq::auth::digest::Verified, fakehq::auth::digest::Refused>,
) -> Result<(), Refusal> {
    answer.map(|_| ()).map_err(|refused| refused.refusal)
}

/// Which refusal each case must end in: a 401 for another reason would prove nothing.
fn reason(case: &str) -> &str {
    match case {
        "same nc again (replay)" | "nc 3 after nc 5" => "count-not-higher",
        "nonce first used 301 s after issue" => "nonce-too-old",
        "nonce not signed with the server's secret" => "foreign-nonce",
        "wrong password" => "wrong-response",
        "user name in another letter case" => "unknown-user",
        "field opaque missing" | "no qop, nc, cnonce (RFC 2069 style)" => "missing-fields",
        "qop auth-int" => "wrong-qop",
        "algorithm md5 in lower case" | "algorithm MD5-sess or SHA-256" => "wrong-algorithm",
        "uri names another path" => "other-path",
        "credentials fine, view answers 403" => "denied",
        "Authorization: Basic" => "not-digest",
        unknown => panic!("no reason is written for the case {unknown:?}"),
    }
}

#[test]
fn every_verdict_of_the_vectors_holds_and_for_its_reason() {
    let vectors = vectors();
    let verdicts = vectors["verdicts"].as_array().unwrap();
    assert_eq!(verdicts.len(), 23);
    for verdict in verdicts {
        let case = verdict["case"].as_str().unwrap();
        match (&verdict["result"], play(case)) {
            (Value::Number(status), Ok(())) if status.as_u64() == Some(200) => {}
            (Value::String(passed), Ok(())) if passed == "passed through" => {}
            (Value::Number(status), Err(refusal)) if status.as_u64() == Some(401) => {
                assert_eq!(refusal.id(), reason(case), "{case}");
            }
            (wanted, got) => panic!("{case}: {wanted} wanted, got {got:?}"),
        }
    }
}

#[test]
fn a_mixed_case_account_may_be_named_as_stored_or_in_lower_case() {
    let accounts = vec![Account {
        username: "Jane@Example.org",
        password: PASSWORD,
    }];
    for (name, right) in [
        ("Jane@Example.org", true),
        ("jane@example.org", true),
        ("JANE@EXAMPLE.ORG", false),
    ] {
        let (mut gate, client) = ready();
        let client = client
            .with("username", name)
            .hashing(|hashed| hashed.name = name.into());
        let answer = client.ask(&mut gate, NOW, &accounts);
        assert_eq!(answer.is_ok(), right, "{name}");
        if let Ok(verified) = answer {
            assert_eq!(verified.username, "Jane@Example.org");
        }
    }
}
