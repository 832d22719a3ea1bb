//! Big answers, slow readers, and a stop in the middle.

use std::net::SocketAddr;

use fakehq::{quirks::Profile, world::space::ProjectSpace};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::support::{Answer, EXPORT, Fake, JANE, get, patiently, space, visit};

const FORMS: usize = 600;

/// A space whose JSON export is far larger than what the system buffers for a slow reader.
pub(crate) fn big_space() -> ProjectSpace {
    let mut space = space("demo", Profile::Documented);
    space.size_cap = u64::MAX;
    for number in 0..FORMS {
        let mut document = visit(&format!("{number:04}"), "x");
        document["form"]["long"] = json!("long text, ".repeat(2_000));
        space.submit_json(document).unwrap();
    }
    space
}

/// A client whose system takes few bytes that it does not read.
async fn slow_reader(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    socket.connect(address).await.unwrap()
}

/// Begins the big export and reads nothing of it.
async fn begun(hq: &Fake, format: &str) -> TcpStream {
    let ask = get(format!("{EXPORT}&format={format}"));
    let challenge = hq.ask(&ask).await;
    let mut stream = slow_reader(hq.server.address()).await;
    let bytes = ask.answering(&challenge, JANE).bytes();
    stream.write_all(&bytes).await.unwrap();
    stream
}

async fn rest(mut stream: TcpStream) -> Answer {
    let mut all = Vec::new();
    patiently("the rest", stream.read_to_end(&mut all))
        .await
        .unwrap();
    Answer::read(&all)
}

#[tokio::test]
async fn a_reader_that_stops_reading_holds_up_nobody() {
    let hq = Fake::of([big_space()]).await;
    let stalled = begun(&hq, "json").await;
    patiently("the answer to begin", stalled.readable())
        .await
        .unwrap();
    assert_eq!(hq.ask(&get("/_fakehq/health")).await.status, 200);
    hq.submit(visit("after", "x"));
    assert_eq!(hq.export("&format=csv").await.status, 200);
    let island = hq.hq.island("demo").unwrap();
    let [_, first, _, second] = &island.journal.since(0).entries[..] else {
        panic!("four requests")
    };
    assert_eq!(
        (first.sent, second.status),
        (None, 200),
        "the first is still stalled"
    );
    assert_eq!(
        rest(stalled).await.ids().len(),
        FORMS,
        "and knows nothing of what came later"
    );
}

#[tokio::test]
async fn a_slow_rendering_holds_up_no_small_answer() {
    let hq = Fake::of([big_space()]).await;
    let slow = begun(&hq, "xlsx").await;
    assert_eq!(hq.ask(&get("/_fakehq/health")).await.status, 200);
    assert_eq!(hq.ask(&get(EXPORT)).await.status, 401);
    assert!(
        !hq.is_settled().await,
        "a request without an answer yet counts too"
    );
    let answer = rest(slow).await;
    assert_eq!(answer.status, 200);
    let statuses: Vec<_> = hq.journal("demo").await.iter().map(|e| e.status).collect();
    assert_eq!(
        statuses,
        [401, 401, 200],
        "the export came first and was answered last"
    );
}

#[tokio::test]
async fn a_stop_finishes_the_download_in_flight() {
    let hq = Fake::of([big_space()]).await;
    let stalled = begun(&hq, "json").await;
    patiently("the answer to begin", stalled.readable())
        .await
        .unwrap();
    let mut idle = hq.connect().await;
    let address = hq.server.address();
    let stopping = tokio::spawn(hq.server.stop());
    // The silent connection is closed at once: the stop has begun.
    let mut nothing = Vec::new();
    patiently("the close", idle.read_to_end(&mut nothing))
        .await
        .unwrap();
    assert!(!stopping.is_finished());
    assert!(TcpStream::connect(address).await.is_err());
    let answer = rest(stalled).await;
    assert_eq!(answer.ids().len(), FORMS);
    patiently("the stop", stopping).await.unwrap();
}

#[tokio::test]
async fn a_reader_that_hangs_up_leaves_the_journal_settled() {
    let hq = Fake::of([big_space()]).await;
    let stalled = begun(&hq, "json").await;
    patiently("the answer to begin", stalled.readable())
        .await
        .unwrap();
    drop(stalled);
    let entry = hq.journal("demo").await.pop().unwrap();
    assert!(!entry.sent.unwrap().whole);
    assert!(hq.is_settled().await);
}

#[tokio::test]
async fn a_login_form_larger_than_two_megabytes_is_read() {
    let hq = Fake::demo(Profile::Documented).await;
    let ask = get("/a/demo/login/").by("POST").body("x".repeat(3 << 20));
    let answer = hq.ask(&ask).await;
    assert_eq!(
        (answer.status, answer.text()),
        (403, "CSRF verification failed.")
    );
}

#[tokio::test]
async fn a_submission_larger_than_two_megabytes_is_taken() {
    let hq = Fake::of([space("demo", Profile::Documented)]).await;
    let mut document = visit("big", "x");
    document["form"]["long"] = json!("x".repeat(5 << 20));
    let ask = get("/_fakehq/spaces/demo/forms")
        .by("POST")
        .body(document.to_string());
    assert_eq!(hq.ask(&ask).await.status, 201);
    assert!(hq.export("&format=json").await.body.len() > 5 << 20);
}
