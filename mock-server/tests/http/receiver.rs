//! `/a/{domain}/receiver/`: a form as a phone sends it is in the next export.

use fakehq::quirks::Profile;

use crate::support::{Answer, Ask, Fake, X, get, space};

fn xml(id: &str, name: &str) -> String {
    format!(
        "<?xml version='1.0' ?><data xmlns=\"{X}\" name=\"Visit\"><name>{name}</name>\
         <n1:meta xmlns:n1=\"http://openrosa.org/jr/xforms\"><n1:userID>u1</n1:userID>\
         <n1:instanceID>{id}</n1:instanceID></n1:meta></data>"
    )
}

fn post(body: impl Into<String>, content_type: &str) -> Ask {
    let mut ask = get("/a/demo/receiver/").by("POST");
    ask.body = body.into();
    ask.line(format!("Content-Type: {content_type}"))
}

fn message(answer: &Answer) -> (&str, &str) {
    assert_eq!(
        answer.field("Content-Type"),
        Some("text/xml; charset=utf-8")
    );
    let text = answer.text();
    let start = "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"";
    let rest = text.strip_prefix(start).unwrap_or_else(|| panic!("{text}"));
    let (nature, rest) = rest.split_once("\">").unwrap();
    (nature, rest.split('<').next().unwrap())
}

#[tokio::test]
async fn a_form_is_taken_and_comes_with_the_next_export() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let answer = hq.ask(&post(xml("a", "Ravi"), "text/xml")).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(
        message(&answer),
        ("submit_success", "The form has arrived.")
    );
    let export = hq.export("&format=json").await;
    assert_eq!(export.column("form|name"), ["Ravi"]);
    assert_eq!(export.ids(), ["a"]);
    // The same again is a duplicate, which is no row; others answers under that id are an edit.
    assert_eq!(
        hq.ask(&post(xml("a", "Ravi"), "text/xml")).await.status,
        201
    );
    let notes = hq.journal("demo").await.pop().unwrap().notes.join("\n");
    assert!(notes.contains("XFormDuplicate"), "{notes}");
    assert_eq!(
        hq.ask(&post(xml("a", "Mina"), "text/xml")).await.status,
        201
    );
    let export = hq.export("&format=json").await;
    assert_eq!(export.column("form|name"), ["Mina"]);
}

#[tokio::test]
async fn a_form_in_parts_is_taken_with_its_photos_left_aside() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let body = format!(
        "------b\r\nContent-Disposition: form-data; name=\"photo.jpg\"; filename=\"photo.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\n\u{0}\u{1}\r\n----\r\n\
         ------b\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"f.xml\"\r\n\
         Content-Type: text/xml\r\n\r\n{}\r\n------b--\r\n",
        xml("a", "Ravi")
    );
    let mut ask = post(body, "multipart/form-data; boundary=----b");
    ask.target = "/a/demo/receiver/0123abcd/".to_owned();
    let ask = ask.line("X-CommCareHQ-LastSyncToken: sync7");
    let answer = hq.ask(&ask).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let island = hq.hq.island("demo").unwrap();
    let form = island.space().forms.find("a").cloned().unwrap();
    let document = form.document.to_json();
    assert_eq!(document["app_id"], "0123abcd");
    assert_eq!(document["path"], "/a/demo/receiver/0123abcd/");
    assert_eq!(document["last_sync_token"], "sync7");
    assert_eq!(form.xml.as_deref(), Some(xml("a", "Ravi").as_bytes()));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_but_never_a_row() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (sent, words) in [
        ("<data xmlns=\"x\"><a></b></data>".to_owned(), "line 1"),
        ("<data/>".to_owned(), "no xmlns"),
        ("".to_owned(), "no element"),
        (
            format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{}", xml("a", "&b;")),
            "DOCTYPE",
        ),
        ("<a>".repeat(500), "nest deeper"),
    ] {
        let answer = hq.ask(&post(sent, "text/xml")).await;
        assert_eq!(answer.status, 500);
        let (nature, text) = message(&answer);
        assert_eq!(nature, "submit_error");
        assert!(text.replace("&lt;", "<").contains(words), "{text}");
        let notes = hq.journal("demo").await.pop().unwrap().notes.join("\n");
        assert!(notes.contains("SubmissionErrorLog"), "{notes}");
    }
    assert_eq!(hq.export("&include_errors=true").await.status, 302);
    assert_eq!(hq.hq.island("demo").unwrap().space().forms.len(), 5);
}

#[tokio::test]
async fn what_is_no_form_at_all_is_refused_and_not_kept() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let parts = "multipart/form-data; boundary=b";
    for (content_type, body, words) in [
        ("multipart/form-data", "x", "boundary"),
        (parts, "x", "does not begin"),
        (parts, "--b\r\n\r\nx", "ends before"),
        (
            parts,
            "--b\r\n\r\nx\r\n--b--",
            "no part `xml_submission_file`",
        ),
    ] {
        let answer = hq.ask(&post(body, content_type)).await;
        assert_eq!(answer.status, 400);
        assert!(message(&answer).1.contains(words), "{}", answer.text());
    }
    let huge = format!("<a>{}</a>", "x".repeat(fakehq::world::xml::read::MAX_BYTES));
    assert_eq!(hq.ask(&post(huge, "text/xml")).await.status, 413);
    assert_eq!(hq.hq.island("demo").unwrap().space().forms.len(), 0);
}

#[tokio::test]
async fn only_post_and_only_spaces_that_exist() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let look = hq.ask(&get("/a/demo/receiver/")).await;
    assert_eq!((look.status, look.field("Allow")), (405, Some("POST")));
    let mut stray = post(xml("a", "Ravi"), "text/xml");
    stray.target = "/a/none/receiver/".to_owned();
    assert_eq!(hq.ask(&stray).await.status, 404);
    stray.target = "/a/demo--empty/receiver/".to_owned();
    assert_eq!(hq.ask(&stray).await.status, 201);
    assert_eq!(hq.hq.island("demo--empty").unwrap().space().forms.len(), 1);
}
