//! What goes wrong on request, as a raw socket and as curl see it.

use std::{process::Command, sync::LazyLock, time::Duration};

use axum::{Router, body::Body, extract::Path, routing::any};
use bytes::Bytes;
use fakehq::http::wire::{Delivered, End, Fault, Framing, Step};
use http::Response;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
};

use crate::support::{
    Ending, Server, answering, ask, deliveries, next_delivery, ok, patiently, read_all, read_answer,
};

const LENGTH: usize = 400_000;

fn body() -> Vec<u8> {
    static BODY: LazyLock<Vec<u8>> =
        LazyLock::new(|| (0..LENGTH).map(|n| b'a' + (n % 23) as u8).collect());
    BODY.clone()
}

fn whole() -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LENGTH}\r\n\r\n");
    [head.as_bytes(), &body()].concat()
}

fn cut(body_bytes: usize) -> Vec<u8> {
    let mut bytes = whole();
    bytes.truncate(bytes.len() - LENGTH + body_bytes);
    bytes
}

struct Row {
    name: &'static str,
    script: Vec<Step>,
    /// The `Content-Length` told, and the length of the real body.
    lengths: Option<(usize, usize)>,
    raw: Vec<u8>,
    ending: Ending,
    /// Exit code of curl, and the bytes it keeps.
    curl: (i32, usize),
}

fn rows() -> Vec<Row> {
    use Step::{Body, Bytes as Stray, Close, Head, HeadBytes, Pace, Reset, Rest, Wait};
    let moment = Duration::from_millis(5);
    let row = |name, script, raw, ending, curl| Row {
        name,
        script,
        lengths: None,
        raw,
        ending,
        curl,
    };
    let extra = [whole(), b"extra".to_vec()].concat();
    let short = |told: usize, real: usize| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {told}\r\n\r\n");
        [head.as_bytes(), &body()[..real]].concat()
    };
    let garbage = || Bytes::from_static(b"\x16\x03\x01 what is this?\r\n\r\n");
    let drip = Pace {
        bytes: 40_000,
        pause: moment,
    };
    vec![
        row(
            "cut",
            vec![Head, Body(1000), Close],
            cut(1000),
            Ending::Fin,
            (18, 1000),
        ),
        row(
            "cut-by-script-end",
            vec![Head, Body(1000)],
            cut(1000),
            Ending::Fin,
            (18, 1000),
        ),
        row(
            "cut-late",
            vec![Head, Body(399_999), Close],
            cut(399_999),
            Ending::Fin,
            (18, 399_999),
        ),
        row(
            "cut-in-head",
            vec![HeadBytes(20), Close],
            whole()[..20].to_vec(),
            Ending::Fin,
            (0, 0),
        ),
        row(
            "cut-after-head",
            vec![Head, Close],
            cut(0),
            Ending::Fin,
            (18, 0),
        ),
        row("reset-at-once", vec![Reset], vec![], Ending::Rst, (56, 0)),
        row(
            "reset-after-head",
            vec![Head, Reset],
            cut(0),
            Ending::Rst,
            (56, 0),
        ),
        row(
            "reset-in-body",
            vec![Head, Body(1000), Reset],
            cut(1000),
            Ending::Rst,
            (56, 1000),
        ),
        row(
            "reset-late",
            vec![Head, Body(399_999), Reset],
            cut(399_999),
            Ending::Rst,
            (56, 399_999),
        ),
        row(
            "reset-behind",
            vec![Head, Rest, Reset],
            whole(),
            Ending::Rst,
            (0, LENGTH),
        ),
        row("empty", vec![Close], vec![], Ending::Fin, (52, 0)),
        row(
            "garbage",
            vec![Stray(garbage()), Close],
            garbage().to_vec(),
            Ending::Fin,
            (1, 0),
        ),
        row(
            "drip",
            vec![Head, drip, Rest, Close],
            whole(),
            Ending::Fin,
            (0, LENGTH),
        ),
        row(
            "pause",
            vec![
                Wait(moment),
                Head,
                Wait(moment),
                Body(7),
                Wait(moment),
                Rest,
                Close,
            ],
            whole(),
            Ending::Fin,
            (0, LENGTH),
        ),
        row(
            "stall",
            vec![Head, Body(1000), Wait(moment), Close],
            cut(1000),
            Ending::Fin,
            (18, 1000),
        ),
        row(
            "extra",
            vec![Head, Rest, Stray(Bytes::from_static(b"extra")), Close],
            extra,
            Ending::Fin,
            (0, LENGTH),
        ),
        row(
            "head-in-parts",
            vec![HeadBytes(3), Wait(moment), HeadBytes(9), Head, Rest, Close],
            whole(),
            Ending::Fin,
            (0, LENGTH),
        ),
        Row {
            lengths: Some((10, 100)),
            ..row(
                "length-too-small",
                vec![Head, Rest],
                short(10, 100),
                Ending::Fin,
                (0, 10),
            )
        },
        Row {
            lengths: Some((100, 10)),
            ..row(
                "length-too-big",
                vec![Head, Rest],
                short(100, 10),
                Ending::Fin,
                (18, 10),
            )
        },
    ]
}

async fn server_of_faults() -> Server {
    let router = Router::new()
        .route(
            "/{fault}",
            any(|Path(name): Path<String>| async move {
                let row = rows().into_iter().find(|row| row.name == name).unwrap();
                let mut response = ok().extension(Fault(row.script));
                let mut bytes = body();
                if let Some((told, real)) = row.lengths {
                    response = response.header("content-length", told);
                    bytes.truncate(real);
                }
                response.body(Body::from(bytes)).unwrap()
            }),
        )
        .route("/fine/{n}", any(|Path(n): Path<String>| async { n }))
        .route("/million", any(|| async { vec![b'm'; 1_000_000] }));
    Server::start(router).await
}

#[tokio::test]
async fn a_raw_socket_sees_exactly_the_fault() {
    let server = server_of_faults().await;
    for row in rows() {
        let request = format!("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", row.name);
        let (raw, ending) = ask(server.connect().await, request.as_bytes()).await;
        assert_eq!(raw.len(), row.raw.len(), "{}", row.name);
        assert!(raw == row.raw, "{}: other bytes", row.name);
        assert_eq!(ending, row.ending, "{}", row.name);
    }
}

#[tokio::test]
async fn curl_ends_as_known_for_each_fault() {
    if Command::new("curl").arg("--version").output().is_err() {
        return; // The raw socket above has seen the same bytes.
    }
    let server = server_of_faults().await;
    for row in rows() {
        let url = format!("http://{}/{}", server.address, row.name);
        let run = tokio::task::spawn_blocking(move || {
            Command::new("curl")
                .args(["-q", "-sS", "--http1.1", "--noproxy", "*", "-m", "20", &url])
                .output()
                .unwrap()
        });
        let output = patiently("curl", run).await.unwrap();
        let seen = (output.status.code().unwrap(), output.stdout.len());
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(seen, row.curl, "{}: {words}", row.name);
    }
}

#[tokio::test]
async fn earlier_answers_are_whole_whatever_comes_behind() {
    let server = server_of_faults().await;
    for row in rows() {
        let mut request: String = (0..5)
            .map(|n| format!("GET /fine/{n} HTTP/1.1\r\n\r\n"))
            .collect();
        request += &format!("GET /{} HTTP/1.1\r\n\r\n", row.name);
        let mut client = server.connect().await;
        client.write_all(request.as_bytes()).await.unwrap();
        for n in 0..5 {
            let (_, body) = read_answer(&mut client).await;
            assert_eq!(body, n.to_string().as_bytes(), "{}", row.name);
        }
        let (raw, ending) = read_all(&mut client).await;
        assert!(raw == row.raw, "{}: {} bytes", row.name, raw.len());
        assert_eq!(ending, row.ending, "{}", row.name);
    }
}

#[tokio::test]
async fn a_reset_waits_for_a_slow_reader_of_earlier_answers() {
    let server = server_of_faults().await;
    for fault in ["reset-at-once", "reset-in-body", "cut", "empty"] {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(16 * 1024).unwrap();
        let mut client = socket.connect(server.address).await.unwrap();
        let mut request = "GET /million HTTP/1.1\r\n\r\n".repeat(8);
        request += &format!("GET /{fault} HTTP/1.1\r\n\r\n");
        client.write_all(request.as_bytes()).await.unwrap();
        for _ in 0..8 {
            let (_, body) = read_answer(&mut client).await;
            assert!(body.iter().all(|byte| *byte == b'm'), "{fault}");
        }
        let row = rows().into_iter().find(|row| row.name == fault).unwrap();
        let (raw, ending) = read_all(&mut client).await;
        assert!(raw == row.raw, "{fault}: {} bytes", raw.len());
        assert_eq!(ending, row.ending, "{fault}");
    }
}

#[tokio::test]
async fn a_cut_with_unread_input_is_still_an_orderly_close() {
    let server = server_of_faults().await;
    let mut client = server.connect().await;
    let more = "GET /fine/1 HTTP/1.1\r\n\r\n".repeat(10_000);
    let request = format!("GET /cut HTTP/1.1\r\n\r\n{more}");
    client.write_all(request.as_bytes()).await.unwrap();
    let (raw, ending) = read_all(&mut client).await;
    assert_eq!((raw == cut(1000), ending), (true, Ending::Fin));
}

async fn delivered(
    response: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static,
) -> Delivered {
    let (delivery, mut queue) = deliveries();
    let server = Server::start(answering(move || {
        let mut response = response();
        response.extensions_mut().insert(delivery.clone());
        response
    }))
    .await;
    ask(server.connect().await, b"GET / HTTP/1.1\r\n\r\n").await;
    next_delivery(&mut queue).await
}

#[tokio::test]
async fn the_journal_hears_how_far_a_fault_let_the_answer_go() {
    let faulty = |script: Vec<Step>| {
        delivered(move || {
            ok().extension(Fault(script.clone()))
                .body(Body::from(body()))
                .unwrap()
        })
    };
    let cut_in_head = faulty(vec![Step::HeadBytes(20), Step::Close]).await;
    assert_eq!(cut_in_head.head, "HTTP/1.1 200 OK\r\nCon");
    assert_eq!((cut_in_head.whole, cut_in_head.end), (false, End::Closed));

    let reset = faulty(vec![Step::Head, Step::Body(1234), Step::Reset]).await;
    assert_eq!(reset.body_bytes_sent, 1234);
    assert_eq!(reset.body_bytes_announced, Some(LENGTH as u64));
    assert_eq!((reset.whole, reset.end), (false, End::Reset));

    let stray = vec![
        Step::Bytes(Bytes::from_static(b"12345")),
        Step::Head,
        Step::Rest,
    ];
    let stray = faulty(stray).await;
    assert_eq!(
        (stray.stray_bytes_sent, stray.whole, stray.end),
        (5, false, End::Closed)
    );

    let behind = faulty(vec![Step::Head, Step::Rest, Step::Reset]).await;
    assert_eq!((behind.whole, behind.end), (true, End::Reset));
}

#[tokio::test]
async fn a_chunked_body_can_be_cut_too() {
    let server = Server::answering(|| {
        let script = vec![Step::Head, Step::Body(3), Step::Body(2), Step::Close];
        let response = ok().extension(Fault(script)).extension(Framing::Chunked);
        response.body(Body::from("abcdefgh")).unwrap()
    })
    .await;
    let answer = server.ask(b"GET / HTTP/1.1\r\n\r\n").await;
    let expected = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n";
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn a_harmless_script_keeps_the_connection() {
    let server = Server::answering(|| {
        let script = vec![
            Step::Head,
            Step::Body(3),
            Step::Wait(Duration::ZERO),
            Step::Rest,
        ];
        ok().extension(Fault(script))
            .body(Body::from("abcdefgh"))
            .unwrap()
    })
    .await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!(read_answer(&mut client).await.1, b"abcdefgh");
    }
}

#[tokio::test]
async fn a_reset_that_nobody_waits_for_ends_within_its_bound() {
    let limits = fakehq::http::wire::Limits {
        reset_wait: Duration::from_millis(20),
        ..Default::default()
    };
    let router = answering(|| {
        let script = vec![Step::Head, Step::Rest, Step::Reset];
        ok().extension(Fault(script))
            .body(Body::from(vec![b'x'; 100_000]))
            .unwrap()
    });
    let server = Server::with(router, limits).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut client = socket.connect(server.address).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    // The client takes nothing; the server must not wait for it for ever.
    assert_eq!(server.stop().await.cut, 0);
    let mut some = [0; 100];
    while let Ok(1..) = client.read(&mut some).await {}
}
