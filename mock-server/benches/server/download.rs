//! A cached download of 10 MB, digest and journal on, against a bare copy of the same bytes through a
//! socket.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use bytes::Bytes;
use fakehq::{FakeHq, file_format::Format};
use tokio::runtime::Runtime;

use crate::{client, floors, turns};

/// About 10 MB of csv archive or JSON.
const WORLD: &str = r#"
    [[space]]
    [space.invent]
    project_space = "demo"
    people = { mobile_workers = 20, web_users = [{ username = "jane@example.org", password = "secret" }] }
    [[space.invent.form]]
    name = "Visit"
    xmlns = "http://example.org/visit"
    count = 8300
    questions = [
        { name = "village", kind = "village" },
        { name = "name", kind = "person-name" },
        { name = "phone", kind = "phone" },
        { name = "water", kind = "multi-select", choices = ["well", "river", "tap", "rain"] },
        { name = "remarks", kind = "remark" },
        { name = "planned", kind = "remark" },
        { name = "child", kind = "repeat", times = [1, 3], questions = [
            { name = "name", kind = "person-name" },
            { name = "age", kind = "integer", range = [0, 17] },
            { name = "born", kind = "date" },
        ] },
    ]
"#;

pub(crate) fn run(rounds: usize) {
    let runtime = Runtime::new().unwrap();
    let hq = FakeHq::builder()
        .world_text(WORLD)
        .start_blocking()
        .unwrap();
    let space = hq.space("demo").unwrap();
    let login = space.login().unwrap();
    let login = (login.username, login.password);
    let ours = runtime.block_on(floors::ours(fakehq::http::routes::app(hq.hq())));
    let url = space.exports()[0].url(Format::Json);
    let target = &url[hq.base_url().len()..];
    let first = client::authorised(ours, target, &login, 1).remove(0);
    let start = Instant::now();
    let answer = client::once(ours, &first);
    let made = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "\nthe first download of {} bytes, not yet kept: {made:.1} ms",
        answer.len()
    );

    let requests = client::authorised(ours, target, &login, rounds + 1);
    let mut inbox = vec![0; answer.len()];
    let floor = runtime.block_on(floors::socket(Bytes::from(answer)));
    let mut connection = TcpStream::connect(floor).unwrap();
    let mut floor_inbox = inbox.clone();
    let mut next = requests.iter();
    let mut ours = TcpStream::connect(ours).unwrap();
    let plain = client::plain(target);
    let contestants: Vec<turns::Contestant<'_>> = vec![
        (
            "bare socket copy",
            Box::new(move || timed(&mut connection, &plain, &mut floor_inbox)),
        ),
        (
            "fakehq, kept",
            Box::new(move || timed(&mut ours, next.next().unwrap(), &mut inbox)),
        ),
    ];
    turns::play("a download that is kept", "ms", rounds, contestants);
    let usage = hq.hq().finished.usage();
    assert_eq!(usage.found as usize, rounds + 1, "{usage:?}");
}

/// Milliseconds from the request to the last byte.
fn timed(stream: &mut TcpStream, request: &str, inbox: &mut [u8]) -> f64 {
    let start = Instant::now();
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_exact(inbox).unwrap();
    let time = start.elapsed().as_secs_f64() * 1e3;
    assert!(inbox.starts_with(b"HTTP/1.1 200 OK"));
    time
}
