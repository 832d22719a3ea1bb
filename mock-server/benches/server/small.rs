//! Small answers, digest and journal on, against a bare axum route that gives the same answer.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{Router, body::Body, routing::any};
use fakehq::{FakeHq, file_format::Format};
use http::Response;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
    task::JoinSet,
};

use crate::{client, floors, turns};

const CONNECTIONS: usize = 16;
const REQUESTS: usize = 1_000;

pub(crate) fn run(rounds: usize) {
    let runtime = Runtime::new().unwrap();
    // The server's own runtime has one thread; here it gets all, as the floors do.
    let hq = FakeHq::start_blocking().unwrap();
    let space = hq.space("demo").unwrap();
    let login = space.login().unwrap();
    let login = (login.username, login.password);
    let ours = runtime.block_on(floors::ours(fakehq::http::routes::app(hq.hq())));
    let url = space.exports()[0].url(Format::Json);
    let target = url[hq.base_url().len()..].to_owned();

    let challenge = Arc::new(vec![client::plain(&target)]);
    let answer = client::once(ours, &challenge[0]);
    compare(&runtime, rounds, "a challenge: 401", ours, &answer, |_| {
        Arc::clone(&challenge)
    });

    let first = client::authorised(ours, &target, &login, 1).remove(0);
    let first = String::from_utf8_lossy(&client::once(ours, &first)).into_owned();
    let token = first.split("X-CommCareHQ-Export-Token: ").nth(1).unwrap();
    let token = token.split("\r\n").next().unwrap();
    let since = format!("{target}&previous_export={token}");
    let answer = client::authorised(ours, &since, &login, 1).remove(0);
    let answer = client::once(ours, &answer);
    let per_connection = REQUESTS * (rounds + 1);
    let ready: Vec<_> = (0..CONNECTIONS)
        .map(|_| Arc::new(client::authorised(ours, &since, &login, per_connection)))
        .collect();
    compare(
        &runtime,
        rounds,
        "a digest login, nothing new: 302",
        ours,
        &answer,
        |at| Arc::clone(&ready[at]),
    );
}

/// One answer from our server, from a bare axum route and from such a route on our own loop.
fn compare(
    runtime: &Runtime,
    rounds: usize,
    title: &str,
    ours: SocketAddr,
    answer: &[u8],
    requests: impl Fn(usize) -> Arc<Vec<String>>,
) {
    let router = copying(answer);
    let bare = runtime.block_on(floors::axum(router.clone()));
    let looped = runtime.block_on(floors::ours(router));
    let contestant = |address: SocketAddr, length: usize| {
        let mut clients: Vec<_> = (0..CONNECTIONS)
            .map(|at| Client {
                stream: runtime.block_on(TcpStream::connect(address)).unwrap(),
                requests: requests(at),
                next: 0,
                length,
            })
            .collect();
        Box::new(move || runtime.block_on(speed(&mut clients))) as Box<dyn FnMut() -> f64>
    };
    // A login counts once, so the length of our own answer is known from another one.
    let floor = |address| client::length(address, &requests(0)[0]);
    let title = format!("{title}, {CONNECTIONS} connections");
    let contestants = vec![
        (
            "bare axum route, hyper's loop",
            contestant(bare, floor(bare)),
        ),
        (
            "bare axum route, our loop",
            contestant(looped, floor(looped)),
        ),
        (
            "fakehq, digest and journal on",
            contestant(ours, answer.len()),
        ),
    ];
    turns::play(&title, "k req/s", rounds, contestants);
}

/// A route that answers as the server did, field by field.
fn copying(answer: &[u8]) -> Router {
    let text = String::from_utf8(answer.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status: u16 = head[9..12].parse().unwrap();
    let fields: Vec<(String, String)> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| *name != "Content-Length")
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let body = body.to_owned();
    let handler = any(move || {
        let mut response = Response::builder().status(status);
        for (name, value) in &fields {
            response = response.header(name, value);
        }
        std::future::ready(response.body(Body::from(body.clone())).unwrap())
    });
    Router::new().route("/a/{domain}/reports/export/", handler)
}

struct Client {
    stream: TcpStream,
    requests: Arc<Vec<String>>,
    next: usize,
    length: usize,
}

impl Client {
    async fn ask(mut self) -> Self {
        let mut inbox = vec![0; self.length];
        for _ in 0..REQUESTS {
            let request = &self.requests[self.next % self.requests.len()];
            self.next += 1;
            self.stream.write_all(request.as_bytes()).await.unwrap();
            self.stream.read_exact(&mut inbox).await.unwrap();
        }
        assert!(inbox.starts_with(b"HTTP/1.1 ") && !inbox.starts_with(b"HTTP/1.1 5"));
        self
    }
}

/// Thousands of requests a second, all clients at once.
async fn speed(clients: &mut Vec<Client>) -> f64 {
    let start = Instant::now();
    let asking: JoinSet<_> = clients.drain(..).map(Client::ask).collect();
    *clients = asking.join_all().await;
    (clients.len() * REQUESTS) as f64 / start.elapsed().as_secs_f64() / 1e3
}
