//! Clients that keep their tokens while forms arrive: every form once, none twice.

use std::{collections::BTreeSet, net::SocketAddr};

use serde_json::Value;
use tokio::task::{JoinHandle, JoinSet};

use crate::{
    client::{Client, Reading, raw},
    world::{GROWING, XMLNS, target},
};

const FOLLOWERS: usize = 4;

/// Lets so many forms arrive, one by one, while clients follow; resolves to the number of increments
/// that had data.
pub(crate) fn start(address: SocketAddr, forms: usize) -> JoinHandle<usize> {
    tokio::spawn(async move {
        let mut following = JoinSet::new();
        for _ in 0..FOLLOWERS {
            following.spawn(async move {
                let mut follower = Follower::new(address);
                while follower
                    .seen
                    .iter()
                    .filter(|id| id.starts_with("late-"))
                    .count()
                    < forms
                {
                    follower.look().await;
                }
                follower
            });
        }
        for number in 0..forms {
            submit(address, number).await;
        }
        let followers = following.join_all().await;
        let all = &followers[0].seen;
        assert_eq!(all.len(), 5 + forms);
        assert!(followers.iter().all(|follower| follower.seen == *all));
        followers.iter().map(|follower| follower.increments).sum()
    })
}

async fn submit(address: SocketAddr, number: usize) {
    let form = format!(
        r#"{{"_id": "late-{number}", "xmlns": "{XMLNS}", "form": {{"village": "late {number}"}}}}"#
    );
    let request = format!(
        "POST /_fakehq/spaces/{GROWING}/forms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let answer = raw(address, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
}

struct Follower {
    client: Client,
    token: Option<String>,
    seen: BTreeSet<String>,
    increments: usize,
}

impl Follower {
    fn new(address: SocketAddr) -> Self {
        Self {
            client: Client::new(address, Reading::Eager),
            token: None,
            seen: BTreeSet::new(),
            increments: 0,
        }
    }

    /// Asks for what is new.
    async fn look(&mut self) {
        let mut target = target(GROWING, "json");
        if let Some(token) = &self.token {
            target += &format!("&previous_export={token}");
        }
        let answer = self.client.export(&target).await.unwrap();
        if answer.status == 302 {
            return;
        }
        assert!(answer.status == 200 && answer.whole, "{answer:?}");
        let tables: Value = serde_json::from_slice(&answer.body).unwrap();
        let headers = tables["#"]["headers"].as_array().unwrap();
        let at = headers.iter().position(|header| header == "_id").unwrap();
        for row in tables["#"]["rows"].as_array().unwrap() {
            let id = row[at].as_str().unwrap().to_owned();
            assert!(self.seen.insert(id.clone()), "{id} came twice");
        }
        self.token = answer.token();
        self.increments += 1;
    }
}
