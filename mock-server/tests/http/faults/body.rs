//! Bodies that are other, shorter or differently framed than they should be.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::support::{Ending, struck};

fn read_main_table(archive: &[u8]) -> Result<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut entry = zip.by_index(0).map_err(|error| error.to_string())?;
    let read = entry.read_to_string(&mut text);
    read.map(|_| text).map_err(|error| error.to_string())
}

#[tokio::test]
async fn one_changed_byte_spoils_the_checksum_of_the_main_table() {
    let struck = struck("&format=csv", "effect = \"changed-byte\"").await;
    let (right, answer) = (&struck.right, struck.answer());
    assert_eq!(answer.status, 200);
    assert_eq!(answer.names(), right.names());
    assert_eq!(answer.body.len(), right.body.len());
    assert!(read_main_table(&right.body).unwrap().contains("Ravi"));
    read_main_table(&answer.body).unwrap_err();
}

#[tokio::test]
async fn a_byte_is_changed_where_it_is_said() {
    let struck = struck("&format=json", "effect = { changed-byte = { at = 3 } }").await;
    let (right, answer) = (&struck.right.body, struck.answer().body);
    let changed: Vec<_> = (0..right.len())
        .filter(|&at| right[at] != answer[at])
        .collect();
    assert_eq!(changed, [3]);
}

#[tokio::test]
async fn a_truncated_archive_has_the_length_it_says() {
    let struck = struck("&format=csv", "effect = { truncated = { at = \"90%\" } }").await;
    let (right, answer) = (&struck.right, struck.answer());
    let length = right.body.len() * 9 / 10;
    assert_eq!(answer.body, right.body[..length]);
    assert_eq!(answer.field("Content-Length"), Some(&*length.to_string()));
    assert_eq!(struck.ending, Ending::Fin);
    read_main_table(&answer.body).unwrap_err();
}

#[tokio::test]
async fn a_length_may_be_too_small_and_too_large() {
    for by in [-5_i64, 5, -1_000_000] {
        let text = format!("effect = {{ wrong-length = {{ by = {by} }} }}");
        let struck = struck("&format=json", &text).await;
        let (right, answer) = (&struck.right, struck.answer());
        let told = (right.body.len() as u64).saturating_add_signed(by);
        assert_eq!(answer.field("Content-Length"), Some(&*told.to_string()));
        assert_eq!(answer.body, right.body);
        assert_eq!(struck.ending, Ending::Fin);
    }
}

#[tokio::test]
async fn an_open_end_tells_no_length_and_stops_early() {
    let struck = struck("&format=csv", "effect = \"open-end\"").await;
    let (right, answer) = (&struck.right, struck.answer());
    assert_eq!(answer.body, right.body[..right.body.len() / 2]);
    assert_eq!(answer.field("Content-Length"), None);
    assert_eq!(answer.field("Transfer-Encoding"), None);
    assert_eq!(answer.field("Connection"), Some("close"));
    assert_eq!(struck.ending, Ending::Fin);
}

#[tokio::test]
async fn chunks_come_whole_or_without_their_end() {
    let whole = struck("&format=json", "effect = \"chunked\"").await;
    let answer = whole.answer();
    let length = whole.right.body.len();
    assert_eq!(answer.field("Transfer-Encoding"), Some("chunked"));
    assert_eq!(answer.field("Content-Length"), None);
    let chunk = format!("{length:x}\r\n").into_bytes();
    let expected = [&*chunk, &whole.right.body, b"\r\n0\r\n\r\n"].concat();
    assert_eq!(answer.body, expected);

    let cut = struck("&format=json", "effect = { chunked = { at = 16 } }").await;
    let expected = [b"10\r\n", &cut.right.body[..16], b"\r\n"].concat();
    assert_eq!(cut.answer().body, expected);
}

#[tokio::test]
async fn an_answer_without_a_body_survives_every_effect_on_bodies() {
    for effect in [
        "changed-byte",
        "garbage-body",
        "truncated",
        "cut",
        "open-end",
        "chunked",
        "drip",
    ] {
        let hq = super::support::with(&[&format!("effect = \"{effect}\"")]).await;
        // A 302 with an empty body: nothing is new.
        let answer = hq
            .ask_as(
                crate::support::JANE,
                crate::support::get("/a/demo/reports/export/"),
            )
            .await;
        assert_eq!(answer.status, 302, "{effect}");
        assert_eq!(super::support::strikes(&hq), [1], "{effect}");
    }
}
