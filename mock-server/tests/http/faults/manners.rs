//! The quirks `body-framing`, `header-case` and `table-order`: right answers that look otherwise.

use std::io::Cursor;

use fakehq::quirks::Profile;
use zip::ZipArchive;

use super::support::{authorised, raw};
use crate::support::{Answer, Fake, JANE, get};

async fn with_quirk(id: &str, choice: &str) -> Fake {
    let hq = Fake::demo(Profile::Documented).await;
    let island = hq.hq.island("demo").unwrap();
    island.space().choices.set(id, choice).unwrap();
    hq
}

#[tokio::test]
async fn a_download_is_framed_as_chosen() {
    let right = Fake::demo(Profile::Documented)
        .await
        .export("&format=json")
        .await;
    let length = right.body.len().to_string();
    for (choice, field, value) in [
        ("length", "Content-Length", &*length),
        ("chunked", "Transfer-Encoding", "chunked"),
        ("close", "Connection", "close"),
    ] {
        let hq = with_quirk("body-framing", choice).await;
        let ask = authorised(&hq, "&format=json").await;
        let answer = Answer::read(&raw(&hq, &ask).await.0);
        assert_eq!(answer.field(field), Some(value), "{choice}");
        let told = answer.field("Content-Length").is_some();
        assert_eq!(told, choice == "length");
        if choice != "chunked" {
            assert_eq!(answer.body, right.body);
        }
        // Only downloads: what is not data has its length.
        let challenge = hq.ask(&get(crate::support::EXPORT)).await;
        assert!(challenge.field("Content-Length").is_some());
    }
}

#[tokio::test]
async fn header_names_are_spelt_as_chosen_in_every_answer() {
    for (choice, token, challenge) in [
        (
            "as-published",
            "X-CommCareHQ-Export-Token",
            "WWW-Authenticate",
        ),
        ("lower", "x-commcarehq-export-token", "www-authenticate"),
        ("title", "X-Commcarehq-Export-Token", "Www-Authenticate"),
    ] {
        let hq = with_quirk("header-case", "as-published").await;
        let ask = authorised(&hq, "").await;
        let island = hq.hq.island("demo").unwrap();
        island.space().choices.set("header-case", choice).unwrap();
        let answer = hq.ask(&ask).await;
        assert!(answer.names().contains(&token), "{:?}", answer.names());
        assert_eq!(
            answer.names().contains(&"content-length"),
            choice == "lower"
        );
        let refused = hq.ask(&get(crate::support::EXPORT)).await;
        assert!(
            refused.names().contains(&challenge),
            "{:?}",
            refused.names()
        );
    }
}

fn entries(archive: &[u8]) -> Vec<String> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..zip.len())
        .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
        .collect()
}

#[tokio::test]
async fn tables_come_in_another_order_under_their_own_names() {
    let (usual, other) = (
        Fake::demo(Profile::Documented).await,
        with_quirk("table-order", "shuffled").await,
    );
    let cases = "/a/demo/reports/download/cases/?format=csv";
    for (usual, other) in [
        (
            usual.export("&format=csv").await,
            other.export("&format=csv").await,
        ),
        (
            usual.ask_as(JANE, get(cases)).await,
            other.ask_as(JANE, get(cases)).await,
        ),
    ] {
        let (mut usual, mut other) = (entries(&usual.body), entries(&other.body));
        assert!(usual.len() > 1);
        assert_ne!(usual[0], other[0]);
        usual.sort();
        other.sort();
        assert_eq!(usual, other);
    }
    let (usual, other) = (
        usual.export("&format=json").await,
        other.export("&format=json").await,
    );
    assert_ne!(usual.body, other.body);
    assert_eq!(usual.json(), other.json());
}
