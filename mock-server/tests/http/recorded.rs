//! `[[answer]]` of a world file: bytes served as they are.

use std::fs;

use fakehq::world_file::{Overrides, World};

use crate::support::{EXPORT, Fake, JANE, get};

const SPACE: &str = r#"
[[space]]
[space.invent]
project_space = "demo"
people = { web_users = [{ username = "jane@example.org", password = "correct Horse 7" }] }
[[space.invent.form]]
name = "Visit"
xmlns = "http://openrosa.org/formdesigner/X"
count = 2
"#;

/// A server whose world has these answers; files stand beside it.
async fn with(answers: &str, files: &[(&str, &[u8])]) -> Result<Fake, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let file = folder.path().join("w.toml");
    let text = format!("{SPACE}{answers}");
    let world = World::parse(&text, file.to_str().unwrap(), &Overrides::default());
    let world =
        world.map_err(|error| error.to_string().replace(file.to_str().unwrap(), "w.toml"))?;
    Ok(Fake::with_strays(world.spaces, world.strays).await)
}

#[tokio::test]
async fn a_download_at_hand_is_served_behind_the_login() {
    let answers = r#"
        [[answer]]
        path = "/a/demo/reports/export/"
        parameters = { format = "csv" }
        headers = ["Content-Type: application/zip", "X-CommCareHQ-Export-Token: 4567"]
        body-file = "download.zip"
    "#;
    let hq = with(answers, &[("download.zip", b"PK recorded")])
        .await
        .unwrap();
    let recorded = hq.export("&format=csv&ufilter=0").await;
    assert_eq!((recorded.status, recorded.text()), (200, "PK recorded"));
    assert_eq!(recorded.token(), Some("4567"));
    assert_eq!(recorded.field("Content-Type"), Some("application/zip"));
    assert_eq!(recorded.field("Content-Length"), Some("11"));
    let notes = hq.last_notes().await;
    assert!(notes.contains("has recorded for this address"), "{notes}");
    // Other parameters meet the server itself.
    assert_eq!(hq.export("&format=json").await.ids().len(), 2);
}

#[tokio::test]
async fn a_recording_is_served_byte_for_byte() {
    let bytes = b"HTTP/1.1 200 Fine\r\nx-commcarehq-export-token:  odd\r\nX-CommCareHQ-Export-Token: two\r\n\
                  Content-Length: 3\r\n\r\n\xff\x00more";
    let answers = r#"
        [[answer]]
        path = "/a/demo/anything/at all/"
        login = false
        verbatim-file = "cases.http"
    "#;
    let hq = with(answers, &[("cases.http", bytes)]).await.unwrap();
    let served = hq.ask(&get("/a/demo/anything/at%20all/")).await;
    let all = [served.head.as_bytes(), &served.body].concat();
    assert_eq!(all, bytes);
    let entry = hq.journal("demo").await.pop().unwrap();
    let sent = entry.sent.unwrap();
    assert_eq!((entry.status, sent.whole, sent.body_bytes), (200, true, 6));
}

#[tokio::test]
async fn an_answer_can_be_anything_and_for_some_methods_only() {
    let answers = r#"
        [[answer]]
        path = "/a/demo/api/thing/"
        method = "POST"
        login = false
        status = 418
        body = "short"

        [[answer]]
        path = "/a/demo/api/thing/"
        login = false
        verbatim = "HTTP/1.0 301 MOVED\nLocation: http://elsewhere.test/\n\n"
    "#;
    let hq = with(answers, &[]).await.unwrap();
    let posted = hq.ask(&get("/a/demo/api/thing/").by("POST")).await;
    assert_eq!((posted.status, posted.text()), (418, "short"));
    // The first that is for a request is served.
    let mut stream = hq.connect().await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, &get("/a/demo/api/thing/").bytes())
        .await
        .unwrap();
    let mut all = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut all)
        .await
        .unwrap();
    assert_eq!(
        all,
        "HTTP/1.0 301 MOVED\nLocation: http://elsewhere.test/\n\n"
    );
}

#[tokio::test]
async fn faults_strike_recorded_answers_as_any_other() {
    let answers = r#"
        [[answer]]
        path = "/a/demo/reports/export/"
        body = "0123456789"
    "#;
    let hq = with(answers, &[]).await.unwrap();
    let island = hq.hq.island("demo").unwrap();
    island
        .faults()
        .lay(toml::from_str("on = \"form-export\"\neffect = { truncated = { at = 4 } }").unwrap());
    assert_eq!(hq.ask_as(JANE, get(EXPORT)).await.text(), "0123");
    assert_eq!(hq.ask_as(JANE, get(EXPORT)).await.text(), "0123456789");
}

#[tokio::test]
async fn answers_that_make_no_sense_are_refused() {
    for (answer, error) in [
        ("body = \"x\"", "w.toml:11: missing key `path`"),
        ("path = \"/a/demo/x/\"\nbdy = \"x\"", "did you mean `body`?"),
        (
            "path = \"/a/other/x/\"\nbody = \"x\"",
            "w.toml: answer 1 (/a/other/x/): its path is in no project space of this file; paths begin with /a/demo/",
        ),
        (
            "path = \"/a/demo/x/\"",
            "it takes one of `body`, `body-file`, `verbatim` and `verbatim-file`",
        ),
        (
            "path = \"/a/demo/x/\"\nbody = \"x\"\nverbatim = \"y\"",
            "it takes one of",
        ),
        (
            "path = \"/a/demo/x/\"\nverbatim = \"PK\"",
            "it does not begin with the head of an answer",
        ),
        (
            "path = \"/a/demo/x/\"\nstatus = 200\nverbatim = \"HTTP/1.1 200 OK\\n\\n\"",
            "`status` and `headers` stand in the recorded head already",
        ),
        (
            "path = \"/a/demo/x/\"\nstatus = 42\nbody = \"\"",
            "42 is no status of an answer",
        ),
        (
            "path = \"/a/demo/x/\"\nheaders = [\"No colon\"]\nbody = \"\"",
            "\"No colon\" is no field of a head",
        ),
        (
            "path = \"/a/demo/x/\"\nheaders = [\"A: b\\r\\nC: d\"]\nbody = \"\"",
            "is no field of a head",
        ),
        (
            "path = \"/a/demo/x/\"\nbody-file = \"gone.zip\"",
            "gone.zip: No such file",
        ),
    ] {
        let refused = with(&format!("\n[[answer]]\n{answer}\n"), &[]).await;
        let said = refused.map(|_| ()).unwrap_err();
        assert!(said.contains(error), "{said}");
    }
}

#[tokio::test]
async fn a_space_made_again_varied_or_loaded_has_its_answers() {
    let answers = r#"
        [[answer]]
        path = "/a/demo/api/thing/"
        login = false
        body = "recorded"
    "#;
    let hq = with(answers, &[]).await.unwrap();
    let varied = hq.ask(&get("/a/demo--empty/api/thing/")).await;
    assert_eq!(varied.text(), "recorded");
    let dump = hq.ask(&get("/_fakehq/spaces/demo/dump")).await;
    assert_eq!(
        dump.json()["recorded"][0]["served"]["body"]["body"],
        "recorded"
    );
    let reset = hq.ask(&get("/_fakehq/spaces/demo/reset").by("POST")).await;
    assert_eq!(reset.status, 200, "{reset:?}");
    let again = hq.ask(&get("/a/demo/api/thing/")).await;
    assert_eq!(again.text(), "recorded");
}
