//! A server on a free port, and a digest client that sees every byte.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use fakehq::{
    hq::{Hq, Island},
    journal::entry::Entry,
    server::Server,
    world::space::ProjectSpace,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::spaces::{empty, web_user};

pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header, the name as it stands on the wire.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            (known == name).then_some(value)
        })
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.header("X-CommCareHQ-Export-Token")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// The space `demo` behind a socket, asked by its web user.
pub(crate) struct Demo {
    server: Server,
    hq: Arc<Hq>,
}

impl Demo {
    pub(crate) async fn of(mut space: ProjectSpace) -> Self {
        space.people.web_users = vec![web_user()];
        let strays = empty(space.choices);
        let hq = Hq::new([space], strays);
        let server = Server::start(&hq, Ipv4Addr::LOCALHOST.into(), 0)
            .await
            .unwrap();
        Self { server, hq }
    }

    pub(crate) fn island(&self) -> Arc<Island> {
        self.hq.island("demo").unwrap()
    }

    /// The newest entry of the journal.
    pub(crate) fn entry(&self) -> Entry {
        let journal = &self.island().journal;
        let entries = journal.since(journal.last() - 1).entries;
        entries.last().unwrap().clone()
    }

    pub(crate) async fn raw(&self, method: &str, path: &str, fields: &str) -> Answer {
        self.send(method, path, fields, "").await
    }

    async fn send(&self, method: &str, path: &str, fields: &str, body: &str) -> Answer {
        let exchange = async {
            let mut stream = TcpStream::connect(self.server.address()).await.unwrap();
            let head = format!(
                "{method} {path} HTTP/1.1\r\nHost: hq.test\r\nConnection: close\r\n{fields}\r\n{body}"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            answer
        };
        let answer = timeout(Duration::from_secs(60), exchange).await.unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        Answer {
            status: head[9..12].parse().unwrap(),
            body: answer[end + 4..].to_vec(),
            head,
        }
    }

    /// Asks once without credentials and once with them.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str) -> Answer {
        let challenged = self.raw(method, path, "").await;
        if challenged.status != 401 {
            return challenged;
        }
        let Some(challenge) = challenged.header("WWW-Authenticate") else {
            return challenged;
        };
        let user = web_user();
        let mut context = digest_auth::AuthContext::new_with_method(
            user.username,
            user.password,
            path,
            None::<&[u8]>,
            method.into(),
        );
        context.set_custom_cnonce("0a4f113b");
        let answer = digest_auth::parse(challenge)
            .unwrap()
            .respond(&context)
            .unwrap();
        self.raw(method, path, &format!("Authorization: {answer}\r\n"))
            .await
    }

    /// The cookie field of a session of the web user.
    pub(crate) async fn session(&self) -> String {
        let login = "/a/demo/login/";
        let page = self.raw("GET", login, "").await;
        let csrf = page
            .header("Set-Cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let (_, token) = csrf.split_once('=').unwrap();
        let user = web_user();
        let body = format!(
            "csrfmiddlewaretoken={token}&username={}&password={}",
            user.username.replace('@', "%40"),
            user.password
        );
        let fields = format!(
            "Cookie: {csrf}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            body.len()
        );
        let answer = self.send("POST", login, &fields, &body).await;
        assert_eq!(answer.status, 302, "{}", answer.text());
        let session = answer
            .header("Set-Cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        format!("Cookie: {session}\r\n")
    }
}
