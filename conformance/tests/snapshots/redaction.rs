//! Equal values stay equal, different ones stay different, and no secret is left.

use std::collections::BTreeMap;

use hq_conformance::snapshot::redaction::Redaction;
use jiff::Timestamp;
use proptest::prelude::*;

const PASSWORD: &str = "correct-Horse-7";

fn redaction() -> Redaction {
    let mut redaction = Redaction::at("2026-11-26T08:34:46Z".parse::<Timestamp>().unwrap());
    redaction.name("kit-3", "<domain>");
    redaction.name("kit-3-2", "<domain-2>");
    redaction.name("40001", "<port>");
    redaction.name("/home/someone/client", "<here>");
    redaction
}

#[test]
fn what_differs_from_run_to_run_goes_and_all_else_stays() {
    let mut redaction = redaction();
    redaction.token("0123456789abcdef0123456789abcdef");
    redaction.nonce("1388998840.0:6530:98a233db");
    for (text, wanted) in [
        (
            "http://127.0.0.1:40001/a/kit-3/x/?previous_export=0123456789abcdef0123456789abcdef",
            "http://127.0.0.1:<port>/a/<domain>/x/?previous_export=<token:1>",
        ),
        (
            "/a/kit-3-2/ and /a/kit-31/",
            "/a/<domain-2>/ and /a/kit-31/",
        ),
        ("-u a:correct-Horse-7", "-u a:<password>"),
        (
            "nonce=\"1388998840.0:6530:98a233db\"",
            "nonce=\"<nonce:1>\"",
        ),
        (
            "at 2026-11-26 08:34:46 of 2016-01-06",
            "at <time> of 2016-01-06",
        ),
        ("400012 x40001 140001", "400012 x40001 140001"),
        ("/home/someone/client/lib.py", "<here>/lib.py"),
        (
            "c0ffee00-0000-4000-8000-000000000001 fffffffffffffffffffffffffffffff0 ff",
            "<id:1> <id:2> ff",
        ),
        (
            "abcd12345678 | \u{12a0}\u{130a}",
            "abcd12345678 | \u{12a0}\u{130a}",
        ),
    ] {
        assert_eq!(redaction.applied(text), wanted);
    }
    let work = std::env::temp_dir().join("hq-client-a1B2c3/step-1/out/x");
    assert_eq!(
        redaction.applied(&work.to_string_lossy()),
        "<work>/step-1/out/x"
    );
}

/// Words between which values stand, that run into none of them.
fn between() -> impl Strategy<Value = String> {
    "[ ,;=\"\n\u{e9}/]{1,4}"
}

proptest! {
    #[test]
    fn equal_values_get_equal_words_and_different_ones_different_words(
        tokens in prop::collection::btree_set("[0-9a-f]{32}", 1..6),
        order in prop::collection::vec((any::<prop::sample::Index>(), between()), 1..20),
    ) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut redaction = redaction();
        for token in &tokens {
            redaction.token(token);
        }
        let shown: Vec<_> = order.iter().map(|(index, between)| (index.get(&tokens), between)).collect();
        let text: String = shown.iter().map(|(token, between)| format!("{token}{between}")).collect();
        let redacted = redaction.applied(&text);
        // No token is left, and what stood between them still does, in the same place.
        prop_assert!(!tokens.iter().any(|token| redacted.contains(token)), "{redacted}");
        let mut words: BTreeMap<&String, String> = BTreeMap::new();
        let mut rest = redacted.as_str();
        for (token, between) in shown {
            let end = rest.find('>').expect("a word") + 1;
            let word = &rest[..end];
            let expected = words.entry(token).or_insert_with(|| word.to_owned());
            prop_assert_eq!(word, expected);
            prop_assert!(rest[end..].starts_with(between));
            rest = &rest[end + between.len()..];
        }
        let mut distinct: Vec<_> = words.values().collect();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), words.len());
    }

    #[test]
    fn no_secret_is_left(before in "\\PC{0,20}", behind in "\\PC{0,20}", token in "[0-9a-f]{32}") {
        let mut redaction = redaction();
        redaction.token(&token);
        let text = format!("{before}{PASSWORD} {token}{behind}");
        let redacted = redaction.applied(&text);
        prop_assert!(!redacted.contains(PASSWORD));
        prop_assert!(!redacted.contains(&token), "{redacted}");
    }

    #[test]
    fn any_text_is_taken_and_what_was_redacted_stays(text in "(?s).{0,200}") {
        let redaction = redaction();
        let once = redaction.applied(&text);
        prop_assert_eq!(redaction.applied(&once), once);
    }
}
