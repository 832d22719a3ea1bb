//! Another program's arithmetic must agree with ours, and no changed request may pass.
//!
//! The oracle is `digest_auth`, through its public fields and `.digest()`: its parser is not used,
//! as it panics on names that are not ASCII.

#![allow(clippy::unwrap_used)]

use digest_auth::{
    Algorithm, AlgorithmType, AuthContext, AuthorizationHeader, Qop, WwwAuthenticateHeader,
};
use fakehq::auth::account::Account;
use fakehq::auth::digest::DigestGate;
use proptest::prelude::*;

use crate::client::{Client, NOW, TARGET, accounts, challenge, field_of, ready};

#[derive(Clone, Debug)]
struct Wanted {
    name: String,
    password: String,
    query: String,
    cnonce: String,
    count: u32,
}

fn wanted() -> impl Strategy<Value = Wanted> {
    (
        r#"[a-z@. ,="\\é्न]{1,20}"#,
        ".{0,20}",
        r#"[a-zA-Z0-9%/?&=,"\\+#é]{0,40}"#,
        "[a-f0-9]{1,32}",
        1u32..,
    )
        .prop_map(|(name, password, query, cnonce, count)| Wanted {
            name,
            password,
            query,
            cnonce,
            count,
        })
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

proptest! {
    // However many cases are asked for, so many may be let go.
    #![proptest_config(ProptestConfig { max_global_rejects: u32::MAX, ..ProptestConfig::default() })]

    #[test]
    fn what_digest_auth_computes_is_accepted(wanted in wanted()) {
        let mut gate = DigestGate::new("seed");
        let challenge = challenge(&mut gate, NOW);
        let uri = format!("/a/demo/reports/export/?{}", wanted.query);
        let mut header = AuthorizationHeader {
            realm: field_of(&challenge, "realm").to_owned(),
            nonce: field_of(&challenge, "nonce").to_owned(),
            opaque: Some(field_of(&challenge, "opaque").to_owned()),
            userhash: false,
            algorithm: Algorithm { algo: AlgorithmType::MD5, sess: false },
            response: String::new(),
            username: String::new(),
            uri: uri.clone(),
            qop: Some(Qop::AUTH),
            cnonce: Some(wanted.cnonce.clone()),
            nc: wanted.count,
        };
        header.digest(&AuthContext::new(&wanted.name, &wanted.password, &uri));

        let mut client = Client::of(&challenge, &uri, wanted.count)
            .with("username", escaped(&wanted.name))
            .with("uri", escaped(&uri))
            .with("cnonce", wanted.cnonce)
            .with("nc", format!("{:08x}", wanted.count))
            .with("response", header.response);
        client.target = uri;
        let accounts = vec![Account { username: &wanted.name, password: &wanted.password }];
        let verified = client.ask(&mut gate, NOW, &accounts);
        prop_assert!(verified.is_ok(), "{:?}", verified);
        let verified = verified.unwrap();
        prop_assert_eq!(verified.username, wanted.name);
        prop_assert_eq!(verified.count, wanted.count);
        prop_assert!(verified.uri_as_sent);
    }

    #[test]
    fn what_digest_auth_prints_is_accepted(
        name in "[a-z@.]{1,20}", password in "[ -~]{0,20}", query in "[a-zA-Z0-9%/?&=,+]{0,40}",
    ) {
        let mut gate = DigestGate::new("seed");
        let challenge = challenge(&mut gate, NOW);
        let uri = format!("/a/demo/?{query}");
        let mut prompt = WwwAuthenticateHeader::parse(&challenge).unwrap();
        let accounts = vec![Account { username: &name, password: &password }];
        for _ in 0..3 {
            let header = prompt.respond(&AuthContext::new(&name, &password, &uri)).unwrap();
            let header = header.to_header_string();
            let asked = fakehq::auth::digest::Asked {
                method: b"GET",
                target: uri.as_bytes(),
                authorization: Some(header.as_bytes()),
            };
            let answer = gate.check(crate::client::at(NOW), &asked, &accounts);
            prop_assert!(answer.is_ok(), "{:?}", answer);
        }
    }

    #[test]
    fn no_single_changed_byte_of_a_field_passes(
        field in 0usize..9, place in any::<prop::sample::Index>(), flip in 1u8..=255,
    ) {
        let (mut gate, right) = ready();
        let mut wrong = right.clone();
        // The opaque is never checked for its value (facts G.2).
        wrong.fields.retain(|field| field.0 != "opaque");
        let (name, value, _) = &mut wrong.fields[field];
        let place = place.index(value.len());
        value[place] ^= flip;
        let what = *name;
        wrong.fields.push(("opaque", right.get("opaque").to_vec(), true));
        let answer = wrong.ask(&mut gate, NOW, &accounts());
        prop_assert!(answer.is_err(), "{} changed at {}: {:?}", what, place, answer);
        // And the wrong one has spoilt nothing.
        prop_assert!(right.ask(&mut gate, NOW, &accounts()).is_ok());
    }

    #[test]
    fn no_field_with_another_value_passes(
        field in 0usize..9, value in "[ !#-\\[\\]-~]{0,60}", left_out in any::<bool>(), twice in any::<bool>(),
    ) {
        let (mut gate, right) = ready();
        let mut wrong = right.clone();
        let places: Vec<_> = (0..wrong.fields.len()).filter(|at| wrong.fields[*at].0 != "opaque").collect();
        let at = places[field];
        let (name, was, _) = wrong.fields[at].clone();
        if left_out {
            // Its absence means MD5 (facts G.3).
            prop_assume!(name != "algorithm");
            wrong.fields.remove(at);
        } else if twice {
            wrong.fields.push((name, value.clone().into(), true));
        } else {
            prop_assume!(value.as_bytes() != was);
            wrong.fields[at] = (name, value.clone().into(), true);
        }
        let answer = wrong.ask(&mut gate, NOW, &accounts());
        prop_assert!(answer.is_err(), "{} as {:?}: {:?}", name, value, answer);
        let at_fault = answer.unwrap_err().refusal;
        prop_assert!(at_fault.field().is_some(), "{:?}", at_fault);
        prop_assert!(right.ask(&mut gate, NOW, &accounts()).is_ok());
    }

    #[test]
    fn no_other_method_or_path_passes(method in "[A-Z]{1,7}", path in "/[a-z/]{0,20}") {
        let (mut gate, right) = ready();
        let mut wrong = right.clone();
        wrong.target = path;
        prop_assert!(wrong.ask(&mut gate, NOW, &accounts()).is_err());
        let mut wrong = right;
        wrong.method = method;
        prop_assert_eq!(wrong.ask(&mut gate, NOW, &accounts()).is_ok(), wrong.method == "GET");
    }

    #[test]
    fn no_bytes_pass_or_panic(header in prop::collection::vec(any::<u8>(), 0..200)) {
        let (mut gate, _) = ready();
        for header in [header.clone(), [b"Digest ".to_vec(), header].concat()] {
            let asked = fakehq::auth::digest::Asked {
                method: b"GET",
                target: TARGET.as_bytes(),
                authorization: Some(&header),
            };
            let refused = gate.check(crate::client::at(NOW), &asked, &accounts()).unwrap_err();
            prop_assert!(!refused.refusal.to_string().is_empty());
        }
    }
}

#[test]
fn every_field_but_the_algorithm_is_required() {
    let (_, right) = ready();
    for (name, ..) in &right.fields {
        let (mut gate, right) = ready();
        let answer = right.without(&[name]).ask(&mut gate, NOW, &accounts());
        assert_eq!(answer.is_ok(), *name == "algorithm", "{name}");
    }
}
