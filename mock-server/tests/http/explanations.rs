//! The explanations a refused request gets in the journal, and in a header for whoever asks: from the
//! well-known mistakes of real clients, each made over a socket.

use fakehq::quirks::Profile;

use crate::support::{Ask, EXPORT, Fake, JANE, NURSE, get};

/// Each mistake, its request, and what the explanation says.
async fn mistake(hq: &Fake, name: &str) -> (Ask, &'static str) {
    let export = get(format!("{EXPORT}&format=json"));
    let challenge = hq.ask(&export).await;
    let right = || export.clone().answering(&challenge, JANE);
    let changed = |from: &str, to: &str| {
        let mut ask = right();
        let line = ask.lines.pop().unwrap();
        assert!(line.contains(from), "{line}");
        ask.line(line.replace(from, to))
    };
    match name {
        "quotes raw in uri" => {
            let raw = get(EXPORT.replace("%22", "\""));
            (
                raw.answering(&challenge, JANE),
                "write each quote in the address as %22",
            )
        }
        "query left out of uri" => {
            // Hashed and sent without the query, as some libraries do: the path alone is compared.
            let mut bare = right();
            let line = get("/a/demo/reports/export/").answering(&challenge, JANE);
            *bare.lines.last_mut().unwrap() = line.lines.last().unwrap().replace(
                "uri=\"/a/demo/reports/export/\"",
                &format!("uri=\"{}\"", export.target),
            );
            (bare, "without the query of uri")
        }
        "nc repeated" => {
            hq.ask(&right()).await;
            (right(), "nc was repeated")
        }
        "no opaque" => {
            let mut ask = right();
            let line = ask.lines.pop().unwrap();
            let start = line.find(", opaque=").unwrap();
            let end = line.find(", algorithm").unwrap();
            (
                ask.line(format!("{}{}", &line[..start], &line[end..])),
                "opaque is missing",
            )
        }
        "RFC 2069 answer" => (
            changed(" cnonce=\"c0ffee\", nc=00000001, qop=auth,", ""),
            "RFC 2069",
        ),
        "Basic" => {
            let basic = "Authorization: Basic amFuZUBleGFtcGxlLm9yZzp4";
            (export.line(basic), "HTTP digest only")
        }
        "letter case of the user name" => (
            export
                .clone()
                .answering(&challenge, ("Jane@example.org", JANE.1)),
            "letter case counts",
        ),
        "a mobile worker's name" => (
            export.clone().answering(&challenge, ("nurse", NURSE.1)),
            "the name of a mobile worker",
        ),
        "a mobile worker" => (
            export.clone().answering(&challenge, NURSE),
            "this is a mobile worker",
        ),
        "wrong password" => (
            export.clone().answering(&challenge, (JANE.0, "wrong")),
            "most likely a wrong password",
        ),
        "carriage return in the token" => {
            let ask = get(format!("{EXPORT}&previous_export=abc%0D"));
            let challenge = hq.ask(&ask).await;
            (
                ask.answering(&challenge, JANE),
                "the carriage return of the header line was kept",
            )
        }
        "unquoted tag" => {
            let ask = get(EXPORT.replace("%22", ""));
            let challenge = hq.ask(&ask).await;
            (
                ask.answering(&challenge, JANE),
                "must stand in double quotes, %22",
            )
        }
        "misspelt parameter" => {
            let ask = get(format!("{EXPORT}&previous-export=abc"));
            let challenge = hq.ask(&ask).await;
            (
                ask.answering(&challenge, JANE),
                "`previous_export` was meant?",
            )
        }
        other => panic!("{other}"),
    }
}

const MISTAKES: [&str; 13] = [
    "quotes raw in uri",
    "query left out of uri",
    "nc repeated",
    "no opaque",
    "RFC 2069 answer",
    "Basic",
    "letter case of the user name",
    "a mobile worker's name",
    "a mobile worker",
    "wrong password",
    "carriage return in the token",
    "unquoted tag",
    "misspelt parameter",
];

#[tokio::test]
async fn each_well_known_mistake_is_explained_in_the_journal_and_on_request_in_a_header() {
    for profile in [Profile::Documented, Profile::Hq2013] {
        for name in MISTAKES {
            let hq = Fake::demo(profile).await;
            let (ask, words) = mistake(&hq, name).await;
            let answer = hq.ask(&ask).await;
            assert_eq!(answer.field("X-FakeHQ-Explanation"), None, "{name}");
            assert!(
                hq.last_notes().await.contains(words),
                "{name}: {}",
                hq.last_notes().await
            );

            let hq = Fake::demo(profile).await;
            let (ask, words) = mistake(&hq, name).await;
            let asking = hq.ask(&ask.line("X-FakeHQ-Explain: 1")).await;
            assert_eq!(asking.status, answer.status);
            let explanation = asking.field("X-FakeHQ-Explanation").unwrap();
            assert!(explanation.contains(words), "{name}: {explanation}");
        }
    }
}

#[tokio::test]
async fn a_first_step_is_explained_only_where_it_is_asked_for() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.ask(&get(EXPORT).line("x-fakehq-explain: yes")).await;
    let explanation = answer.field("X-FakeHQ-Explanation").unwrap();
    assert!(
        explanation.contains("first step of digest"),
        "{explanation}"
    );
    let answer = hq.ask(&get(EXPORT).line("X-FakeHQ-Explain: 0")).await;
    assert_eq!(answer.field("X-FakeHQ-Explanation"), None);
    assert_eq!(hq.last_notes().await, "");
}

#[tokio::test]
async fn a_right_request_has_nothing_to_explain() {
    let hq = Fake::demo(Profile::Documented).await;
    let ask = get(format!("{EXPORT}&format=json")).line("X-FakeHQ-Explain: 1");
    let challenge = hq.ask(&ask).await;
    let answer = hq.ask(&ask.answering(&challenge, JANE)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.field("X-FakeHQ-Explanation"), None);
}
