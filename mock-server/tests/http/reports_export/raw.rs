//! `format=raw`: the submitted XML, without tokens (page: Form Data Export; facts E.5; ex6).

use std::{collections::BTreeMap, io::Read as _};

use bytes::Bytes;
use fakehq::quirks::Profile;

use crate::support::{Answer, Fake, JANE, get, space, visit, with_visits};

/// The entries of a zip: name to text.
fn entries(answer: &Answer) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&answer.body)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[tokio::test]
async fn is_a_zip_of_the_submitted_xml_without_a_token() {
    let xml = "<data xmlns=\"http://openrosa.org/formdesigner/X\">\n  <name>Ravi</name>\n  \
               <meta><instanceID>c</instanceID><userID>u1</userID></meta>\n</data>";
    for profile in Profile::ALL {
        let mut space = with_visits("demo", profile);
        space.submit_xml(&Bytes::from(xml)).unwrap();
        let hq = Fake::of([space]).await;
        let answer = hq.export("&format=raw").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.token(), None);
        assert_eq!(answer.field("Content-Type"), Some("application/zip"));
        let name = match profile {
            Profile::Hq2015 => "attachment; filename=\"http://openrosa.org/formdesigner/X.zip\"",
            _ => "attachment; filename=http://openrosa.org/formdesigner/X.zip",
        };
        assert_eq!(answer.field("Content-Disposition"), Some(name));
        let entries = entries(&answer);
        assert_eq!(
            entries.keys().collect::<Vec<_>>(),
            ["a.xml", "b.xml", "c.xml"]
        );
        // What came as XML comes as it came; what came as JSON is written as a phone would.
        assert_eq!(entries["c.xml"], xml);
        assert!(entries["a.xml"].contains("<name>Ravi</name>"));
        let journal = hq.journal("demo").await;
        let record = journal.last().unwrap().export.clone().unwrap();
        assert_eq!((record.token_issued, record.document_count), (None, 3));
    }
}

#[tokio::test]
async fn a_token_is_refused_by_the_page_and_ignored_by_the_old_server() {
    for (profile, status) in [(Profile::Documented, 400), (Profile::Hq2013, 200)] {
        let hq = Fake::demo(profile).await;
        let answer = hq.export("&format=raw&previous_export=nonsense").await;
        assert_eq!(answer.status, status);
        assert!(hq.last_notes().await.contains("raw"));
        // An empty one is none.
        let answer = hq.export("&format=raw&previous_export=").await;
        assert_eq!(answer.status, 200);
    }
}

#[tokio::test]
async fn holds_what_the_tables_hold_or_every_document() {
    for (profile, documents) in [(Profile::Documented, 2), (Profile::Hq2013, 3)] {
        let hq = Fake::demo(profile).await;
        hq.submit(visit("a", "Ravi"));
        assert_eq!(entries(&hq.export("&format=raw").await).len(), documents);
        let with_errors = hq.export("&format=raw&include_errors=True").await;
        assert_eq!(entries(&with_errors).len(), 3);
    }
}

#[tokio::test]
async fn without_data_it_is_a_302_or_an_empty_zip() {
    let documented = Fake::of([space("demo", Profile::Documented)]).await;
    let answer = documented.export("&format=raw").await;
    assert_eq!((answer.status, answer.body.len()), (302, 0));
    let old = Fake::of([space("demo", Profile::Hq2013)]).await;
    let answer = old.export("&format=raw").await;
    assert_eq!((answer.status, answer.body.len()), (200, 22));
    let untagged = get("/a/demo/reports/export/?format=raw");
    let answer = old.ask_as(JANE, untagged).await;
    assert_eq!(
        answer.field("Content-Disposition"),
        Some("attachment; filename=None.zip")
    );
}
