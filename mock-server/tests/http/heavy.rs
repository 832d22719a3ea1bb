//! A large submission holds up nobody, and takes no more memory than its limits say.

use std::time::{Duration, Instant};

use fakehq::quirks::Profile;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
};

use crate::support::{Answer, Fake, X, get, patiently, space};

const RECEIVER: &str = "/a/demo/receiver/";
const CONTROL: &str = "/_fakehq/spaces/demo/forms";

/// How long each of many calls of health took while something else was done.
async fn health_while<T>(hq: &Fake, work: impl Future<Output = T>) -> (T, Vec<Duration>) {
    let (done, mut is_done) = watch::channel(());
    let polling = async {
        let mut took = Vec::new();
        let ask = b"GET /_fakehq/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let mut stream = hq.connect().await;
        let mut answer = [0; 1024];
        loop {
            let begun = Instant::now();
            stream.write_all(ask).await.unwrap();
            let read = patiently("health", stream.read(&mut answer)).await.unwrap();
            took.push(begun.elapsed());
            assert!(answer[..read].starts_with(b"HTTP/1.1 200 "));
            tokio::select! {
                biased;
                _ = is_done.changed() => return took,
                () = tokio::time::sleep(Duration::from_millis(3)) => {}
            }
        }
    };
    let working = async {
        let result = work.await;
        drop(done);
        result
    };
    tokio::join!(working, polling)
}

async fn sent(hq: &Fake, to: &str, media: &str, body: &[u8]) -> Answer {
    let host = get(to).lines.remove(0);
    let head = format!(
        "POST {to} HTTP/1.1\r\n{host}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    let mut stream = hq.connect().await;
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut all = Vec::new();
    let read = stream.read_to_end(&mut all);
    patiently("an answer", read).await.unwrap();
    Answer::read(&all)
}

fn xml(inside: &str) -> String {
    format!("<data xmlns=\"{X}\">{inside}</data>")
}

/// A submission, and the status of its answer.
fn submissions() -> Vec<(&'static str, &'static str, &'static str, String, u16)> {
    let children = xml(&"<a/>".repeat(1_000_000));
    let long = "x".repeat(54 << 20);
    let numbers = format!(
        "{{\"xmlns\": \"{X}\", \"form\": {{\"a\": [0{}]}}}}",
        ",0".repeat(20 << 20)
    );
    let parts = format!(
        "--b\r\nContent-Disposition: form-data; name=\"xml_submission_file\"\r\n\r\n{}\r\n--b--\r\n",
        xml(&"<a/>".repeat(1_000_000))
    );
    vec![
        ("children", RECEIVER, "text/xml", children.clone(), 413),
        ("children, by control", CONTROL, "text/xml", children, 413),
        ("one answer", RECEIVER, "text/xml", xml(&long), 201),
        ("no XML", RECEIVER, "text/xml", long.clone(), 500),
        (
            "attributes",
            RECEIVER,
            "text/xml",
            xml(&"<a b=\"\" c=\"\"/>".repeat(4 << 20)),
            413,
        ),
        ("numbers", CONTROL, "application/json", numbers, 413),
        ("no JSON", CONTROL, "application/json", long.clone(), 400),
        (
            "in parts",
            RECEIVER,
            "multipart/form-data; boundary=b",
            parts,
            413,
        ),
        (
            "a login",
            "/a/demo/login/",
            "application/x-www-form-urlencoded",
            long.clone(),
            413,
        ),
        (
            "a clock",
            "/_fakehq/spaces/demo/clock",
            "application/json",
            long,
            413,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_answers_while_a_large_submission_is_taken() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    for (what, to, media, body, status) in submissions() {
        let work = sent(&hq, to, media, body.as_bytes());
        let (answer, mut took) = health_while(&hq, work).await;
        assert_eq!(answer.status, status, "{what}: {:.300}", answer.text());
        took.sort();
        // The slowest few may have met another test on the same processor.
        let slow = took[took.len() * 9 / 10];
        assert!(slow < Duration::from_millis(50), "{what}: {slow:?}");
        let slowest = took.last().unwrap();
        assert!(*slowest < Duration::from_millis(700), "{what}: {slowest:?}");
    }
    let island = hq.hq.island("demo").unwrap();
    assert_eq!(island.space().forms.len(), 2);
}

#[test]
fn names_of_namespaces_are_counted_where_they_are_used() {
    let long = "x".repeat(1 << 20);
    let (p, q) = (
        "<p:a><q:b/></p:a>",
        format!("xmlns:p=\"p{long}\" xmlns:q=\"q{long}\""),
    );
    let xml = |times: usize| format!("<data xmlns=\"{X}\" {q}>{}</data>", p.repeat(times));
    let read = |times| fakehq::world::xml::read::read_form(xml(times).as_bytes());
    assert!(read(30).is_ok());
    let refused = read(40).unwrap_err();
    assert!(refused.reason.is_size(), "{refused}");
}
