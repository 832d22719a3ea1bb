//! 64 clients at once, in every format, eager, slow and rude.
#![allow(clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::{
    client::{Answer, Client, Reading, raw},
    followers,
    process::Process,
    world::{self, CALM, FAULTY, GROWING, target},
};

const CLIENTS: usize = 64;
const FORMATS: [&str; 6] = ["csv", "json", "html", "xlsx", "xls", "raw"];

/// How long the crowd stays.
#[derive(Clone, Copy)]
enum Stay {
    Downloads(usize),
    Time(Duration),
}

impl Stay {
    fn is_over(self, downloads: usize, since: Instant) -> bool {
        match self {
            Self::Downloads(most) => downloads >= most,
            Self::Time(most) => since.elapsed() >= most,
        }
    }
}

/// What every whole answer must be, by space and format.
type Right = BTreeMap<(&'static str, &'static str), Vec<u8>>;

/// What came of one client's downloads.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    whole: usize,
    broken: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_seconds() {
    crowd(Stay::Downloads(8), &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keeping_exports() {
    crowd(Stay::Downloads(3), &["--cache", "0"]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn a_minute() {
    crowd(Stay::Time(Duration::from_secs(60)), &[]).await;
}

async fn crowd(stay: Stay, arguments: &[&str]) {
    let server = Process::serving(&world::text(), arguments);
    let address = server.address;
    let right = Arc::new(right(address).await);
    let followers = followers::start(address, stay_of_followers(stay));
    let before = (server.memory(), server.descriptors());
    let since = Instant::now();

    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let right = Arc::clone(&right);
        clients.spawn(async move { attend(number, address, stay, since, &right).await });
    }
    let tallies = clients.join_all().await;
    let followed = followers.await.unwrap();

    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (whole, broken) = (sum(|tally| tally.whole), sum(|tally| tally.broken));
    let after = (server.memory(), server.descriptors_back_to(before.1));
    let seconds = since.elapsed().as_secs_f64();
    println!(
        "{CLIENTS} clients, {seconds:.1} s: {whole} whole, {broken} broken on request, {followed} \
         increments; memory {:?} MB, then {:?}; descriptors {:?}, then {:?}",
        before.0, after.0, before.1, after.1
    );
    assert!(whole >= CLIENTS && broken > 0);
    assert!(after.1 <= before.1, "descriptors left open");
    assert!(after.0 <= Some(200), "memory: {after:?}");
    journals_agree(address).await;
}

fn stay_of_followers(stay: Stay) -> usize {
    match stay {
        Stay::Downloads(_) => 10,
        Stay::Time(_) => 300,
    }
}

/// One download of each kind before the crowd comes; those of another space are others.
async fn right(address: SocketAddr) -> Right {
    let mut right = Right::new();
    for format in FORMATS {
        for space in CALM {
            let mut client = Client::new(address, Reading::Eager);
            let answer = client.export(&target(space, format)).await.unwrap();
            assert!(answer.status == 200 && answer.whole);
            right.insert((space, format), answer.body);
        }
        assert_ne!(right[&(CALM[0], format)], right[&(CALM[1], format)]);
    }
    right
}

/// One client: space after space, format after format.
async fn attend(
    number: usize,
    address: SocketAddr,
    stay: Stay,
    since: Instant,
    right: &Right,
) -> Tally {
    let reading = match number % 8 {
        6 => Reading::Slow,
        7 => Reading::HangsUp,
        _ => Reading::Eager,
    };
    let mut tally = Tally::default();
    let mut client = Client::new(address, reading);
    let mut downloads = 0;
    while !stay.is_over(downloads, since) {
        let turn = number + downloads;
        downloads += 1;
        let format = FORMATS[turn % FORMATS.len()];
        let space = [CALM[0], FAULTY, CALM[1]][turn % 3];
        let answer = client.export(&target(space, format)).await;
        if space == FAULTY {
            match answer {
                Ok(Answer { whole: true, .. }) => tally.whole += 1,
                _ => tally.broken += 1,
            }
            continue;
        }
        let answer = answer.unwrap_or_else(|error| panic!("client {number}: {error}"));
        let right = &right[&(space, format)];
        assert_eq!(answer.status, 200);
        if reading == Reading::HangsUp {
            assert!(
                right.starts_with(&answer.body),
                "client {number}: another {format}"
            );
            client = Client::new(address, reading);
        } else {
            assert!(answer.body == *right, "client {number}: another {format}");
            tally.whole += 1;
        }
        assert!(answer.token().is_some() != (format == "raw"));
    }
    tally
}

/// A space's journal counts its own requests: two for each download; and knows its own tokens alone.
async fn journals_agree(address: SocketAddr) {
    let token = async |space: &str| {
        let mut client = Client::new(address, Reading::Eager);
        let answer = client.export(&target(space, "csv")).await.unwrap();
        answer.token().unwrap()
    };
    let of_another = token(CALM[0]).await;
    let since = format!("{}&previous_export={of_another}", target(CALM[1], "csv"));
    let mut client = Client::new(address, Reading::Eager);
    assert_eq!(client.export(&since).await.unwrap().status, 404);
    for space in [CALM[0], CALM[1], FAULTY, GROWING] {
        let journal = get(address, &format!("/_fakehq/spaces/{space}/journal")).await;
        let entries = journal["entries"].as_array().unwrap();
        let prefix = format!("/a/{space}/");
        let mut targets = entries
            .iter()
            .map(|entry| entry["target"].as_str().unwrap());
        assert!(targets.all(|target| target.starts_with(&prefix)));
    }
}

pub(crate) async fn get(address: SocketAddr, target: &str) -> Value {
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let answer = raw(address, request.as_bytes()).await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {answer}"))
}
