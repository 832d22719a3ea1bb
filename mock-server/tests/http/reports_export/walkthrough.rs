//! The worked example over the wire: what the answers of its downloads say of themselves
//! (fixtures/vectors, ex1; their tables are a test of their own).

use fakehq::quirks::Profile;
use serde_json::Value;

use crate::support::{Answer, Fake, JANE, get, space};

const EXPORT: &str =
    "/a/demo/reports/export/?export_tag=%22http://openrosa.org/formdesigner/EXAMPLE-1%22";

/// The example as data.
fn vector(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

async fn download(hq: &Fake, at: &str, parameters: &str) -> Answer {
    let island = hq.hq.island("demo").unwrap();
    island.space().clock.set(at.parse().unwrap());
    hq.ask_as(JANE, get(format!("{EXPORT}{parameters}"))).await
}

fn check(answer: &Answer, expected: &Value) {
    assert_eq!(answer.status, expected["status"]);
    assert_eq!(
        answer.field("Content-Type"),
        expected["content_type"].as_str()
    );
    assert_eq!(
        answer.field("Content-Disposition"),
        expected["content_disposition"].as_str()
    );
    // Tokens are invented there; their shape is the original's.
    let is_token = |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(is_token(expected["token"].as_str().unwrap()));
    assert!(answer.token().is_some_and(is_token), "{}", answer.head);
}

#[tokio::test]
async fn every_answer_says_of_itself_what_the_original_said() {
    let forms = vector(include_str!(
        "../../../../fixtures/vectors/ex1-input-forms.json"
    ));
    let expected = vector(include_str!(
        "../../../../fixtures/vectors/ex1-expected.json"
    ));
    let hq = Fake::of([space("demo", Profile::Hq2013)]).await;
    let store = |form: &Value| {
        let island = hq.hq.island("demo").unwrap();
        island.space().store_verbatim(form).unwrap();
    };
    let [early @ .., late] = forms.as_array().unwrap().as_slice() else {
        panic!("no forms");
    };
    early.iter().for_each(store);

    let first = "2014-01-05T09:30:00.250000Z";
    let answer = download(&hq, first, "&format=csv").await;
    check(&answer, &expected["1_first_download_at_09:30:00.25"]);
    let since = format!("&previous_export={}", answer.token().unwrap());
    let errors = download(&hq, first, "&format=csv&include_errors=true").await;
    check(&errors, &expected["2_same_with_include_errors"]);
    let nothing = download(&hq, first, &format!("&format=csv{since}")).await;
    let result = &expected["3_previous_export_is_token1_nothing_new"]["result"];
    assert_eq!(nothing.status.to_string(), *result);
    assert_eq!(nothing.token(), None);

    store(late);
    let later = "2014-01-05T09:45:00Z";
    let increment = download(&hq, later, &format!("&format=csv{since}")).await;
    check(
        &increment,
        &expected["4_previous_export_is_token1_after_f4"],
    );
    let json = download(&hq, later, &format!("&format=json{since}")).await;
    check(&json, &expected["5_same_as_4_in_json"]);
    assert_eq!(json.json(), expected["5_same_as_4_in_json"]["json"]);
}
