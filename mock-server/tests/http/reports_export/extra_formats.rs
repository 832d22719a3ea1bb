//! What a quirk adds to the page: two formats, and rows in no order.

use fakehq::quirks::Profile;

use crate::support::{Fake, visit, with_visits};

#[tokio::test]
async fn two_formats_of_the_server_of_2015_only() {
    for profile in Profile::ALL {
        let offered = profile == Profile::Hq2015;
        let hq = Fake::demo(profile).await;
        for (format, content_type, begins) in [
            ("unzipped-csv", "text/csv", &b"\xef\xbb\xbfid,"[..]),
            ("zipped-html", "application/zip", b"PK\x03\x04"),
        ] {
            let answer = hq.export(&format!("&format={format}")).await;
            assert_eq!(answer.status, if offered { 200 } else { 400 }, "{profile}");
            if offered {
                assert_eq!(answer.field("Content-Type"), Some(content_type));
                assert!(answer.body.starts_with(begins), "{format}");
                assert!(answer.token().is_some());
            } else {
                let text = format!("Unsupported export format: {format}!");
                assert_eq!(answer.text(), text);
            }
        }
    }
    let hq = Fake::demo(Profile::Hq2015).await;
    let answer = hq.export("&format=unzipped-csv").await;
    assert_eq!(
        answer.field("Content-Disposition"),
        Some("attachment; filename=\"http://openrosa.org/formdesigner/X.csv\"")
    );
}

#[tokio::test]
async fn rows_in_no_order_are_the_same_rows() {
    let mut ids = Vec::new();
    for order in ["received-on", "shuffled"] {
        let mut space = with_visits("demo", Profile::Documented);
        space.choices.set("row-order", order).unwrap();
        for id in ["c", "d", "e", "f"] {
            space.submit_json(visit(id, "Mina")).unwrap();
        }
        let hq = Fake::of([space]).await;
        ids.push(hq.export("&format=json").await.ids());
        assert_eq!(ids.last(), Some(&hq.export("&format=json").await.ids()));
    }
    assert_eq!(ids[0], ["a", "b", "c", "d", "e", "f"]);
    assert_ne!(ids[0], ids[1]);
    ids[1].sort();
    assert_eq!(ids[0], ids[1]);
}
