//! A server with frozen project spaces, and a client that speaks raw HTTP and its own digest.

use std::{fmt::Write as _, net::Ipv4Addr, sync::Arc, time::Duration};

use fakehq::{
    hq::Hq,
    journal::entry::Entry,
    quirks::{Choices, Profile},
    server::Server,
    world::{
        clock::Pace,
        people::{MobileWorker, Standing, WebUser},
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};
use md5::{Digest, Md5};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// The form of these tests.
pub(crate) const X: &str = "http://openrosa.org/formdesigner/X";
/// Another form.
pub(crate) const Y: &str = "http://openrosa.org/formdesigner/Y";
/// The export of [`X`]; parameters are appended.
pub(crate) const EXPORT: &str =
    "/a/demo/reports/export/?export_tag=%22http://openrosa.org/formdesigner/X%22";
/// Name and password of somebody who may export.
pub(crate) const JANE: (&str, &str) = ("jane@example.org", "correct Horse 7");
/// Of a member who may not.
pub(crate) const VIEWER: (&str, &str) = ("viewer@example.org", "look only");
/// Of somebody who is no member.
pub(crate) const OUTSIDER: (&str, &str) = ("else@example.org", "not from here");
/// Of a superuser who is no member.
pub(crate) const SUPERUSER: (&str, &str) = ("root@example.org", "all powerful");
/// Of a mobile worker.
pub(crate) const NURSE: (&str, &str) = ("nurse@demo.commcarehq.org", "1234");

pub(crate) fn space(name: &str, profile: Profile) -> ProjectSpace {
    let mut space = ProjectSpace::new(SpaceSettings {
        name: name.to_owned(),
        seed: 7,
        choices: Choices::of(profile),
        plan: Plan::Standard,
        start: "2014-01-05T09:00:00Z".parse().unwrap(),
        pace: Pace::Frozen,
    });
    for ((username, password), standing) in [
        (JANE, Standing::Exporter),
        (VIEWER, Standing::Viewer),
        (OUTSIDER, Standing::Outsider),
        (SUPERUSER, Standing::Superuser),
    ] {
        space.people.web_users.push(WebUser {
            username: username.to_owned(),
            password: password.to_owned(),
            standing,
        });
    }
    space.people.mobile_workers.push(MobileWorker {
        id: "u1".to_owned(),
        username: NURSE.0.to_owned(),
        password: NURSE.1.to_owned(),
        full_name: "Asha".to_owned(),
        active: true,
        groups: Vec::new(),
        user_data: Vec::new(),
    });
    space
}

/// A submission of [`X`] by the mobile worker.
pub(crate) fn visit(id: &str, name: &str) -> Value {
    json!({
        "_id": id,
        "xmlns": X,
        "form": {
            "@xmlns": X,
            "name": name,
            "child": [{ "age": "3" }, { "age": "5" }],
            "meta": { "userID": "u1" },
        },
    })
}

/// A space with the visits `a` and `b`.
pub(crate) fn with_visits(name: &str, profile: Profile) -> ProjectSpace {
    let mut space = space(name, profile);
    for (id, name) in [("a", "Ravi"), ("b", "Mina")] {
        space.submit_json(visit(id, name)).unwrap();
    }
    space
}

/// A test that waits longer than this has failed.
pub(crate) async fn patiently<F: Future>(what: &str, future: F) -> F::Output {
    timeout(Duration::from_secs(120), future)
        .await
        .unwrap_or_else(|_| panic!("waited too long for {what}"))
}

pub(crate) struct Fake {
    pub(crate) hq: Arc<Hq>,
    pub(crate) server: Server,
}

/// A request in the making; sent as it stands.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    /// Whole lines, without their ends.
    pub(crate) lines: Vec<String>,
    pub(crate) body: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and fields, blank line included.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn get(target: impl Into<String>) -> Ask {
    let target = target.into();
    // The control API takes no calls under a name that may be anybody's.
    let host = match target.starts_with("/_fakehq") {
        true => "localhost",
        false => "hq.test",
    };
    Ask {
        method: "GET",
        lines: vec![format!("Host: {host}")],
        target,
        body: String::new(),
    }
}

impl Ask {
    pub(crate) fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    pub(crate) fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    pub(crate) fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.line("Content-Type: application/x-www-form-urlencoded")
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for line in &self.lines {
            write!(text, "{line}\r\n").unwrap();
        }
        let length = self.body.len();
        write!(
            text,
            "Content-Length: {length}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        (text + &self.body).into_bytes()
    }

    /// Answers a challenge as curl does.
    pub(crate) fn answering(self, challenge: &Answer, who: (&str, &str)) -> Self {
        self.counting(challenge, who, 1)
    }

    /// The same for the request of that number that uses the challenge.
    pub(crate) fn counting(
        self,
        challenge: &Answer,
        (name, password): (&str, &str),
        count: u32,
    ) -> Self {
        let told = challenge.field("WWW-Authenticate").unwrap();
        let value = |field: &str| {
            let start = told.find(&format!("{field}=\"")).unwrap() + field.len() + 2;
            told[start..].split('"').next().unwrap()
        };
        let (nonce, opaque, uri) = (value("nonce"), value("opaque"), &self.target);
        let ha1 = md5(format!("{name}:DJANGO:{password}"));
        let ha2 = md5(format!("{}:{uri}", self.method));
        let response = md5(format!("{ha1}:{nonce}:{count:08x}:c0ffee:auth:{ha2}"));
        let line = format!(
            "Authorization: Digest username=\"{name}\", realm=\"DJANGO\", nonce=\"{nonce}\", \
             uri=\"{uri}\", cnonce=\"c0ffee\", nc={count:08x}, qop=auth, response=\"{response}\", \
             opaque=\"{opaque}\", algorithm=MD5"
        );
        self.line(line)
    }
}

pub(crate) fn md5(text: impl AsRef<[u8]>) -> String {
    Md5::digest(text)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

impl Fake {
    pub(crate) async fn of(spaces: impl IntoIterator<Item = ProjectSpace>) -> Self {
        let strays = space("strays", Profile::Documented);
        Self::with_strays(spaces, strays).await
    }

    pub(crate) async fn with_strays(
        spaces: impl IntoIterator<Item = ProjectSpace>,
        mut strays: ProjectSpace,
    ) -> Self {
        strays.people = Default::default();
        let hq = Hq::new(spaces, strays);
        let server = Server::start(&hq, Ipv4Addr::LOCALHOST.into(), 0)
            .await
            .unwrap();
        Self { hq, server }
    }

    /// The space `demo` with two visits.
    pub(crate) async fn demo(profile: Profile) -> Self {
        Self::of([with_visits("demo", profile)]).await
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.server.address()).await.unwrap()
    }

    /// Sends bytes and reads one answer to the end of the connection.
    pub(crate) async fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        let mut all = Vec::new();
        patiently("an answer", stream.read_to_end(&mut all))
            .await
            .unwrap();
        Answer::read(&all)
    }

    pub(crate) async fn ask(&self, ask: &Ask) -> Answer {
        self.send(&ask.bytes()).await
    }

    /// Asks, and once more with credentials for the challenge.
    pub(crate) async fn ask_as(&self, who: (&str, &str), ask: Ask) -> Answer {
        let challenge = self.ask(&ask).await;
        assert_eq!(challenge.status, 401, "{challenge:?}");
        self.ask(&ask.answering(&challenge, who)).await
    }

    /// The export of [`X`] in the space `demo`, as Jane; parameters begin with `&`.
    pub(crate) async fn export(&self, parameters: &str) -> Answer {
        self.ask_as(JANE, get(format!("{EXPORT}{parameters}")))
            .await
    }

    pub(crate) fn submit(&self, document: Value) {
        let island = self.hq.island("demo").unwrap();
        island.space().submit_json(document).unwrap();
    }

    /// The journal of a space, once it is settled.
    pub(crate) async fn journal(&self, space: &str) -> Vec<Entry> {
        let island = self.hq.island(space).unwrap();
        patiently("the journal", island.journal.settled()).await;
        island.journal.since(0).entries
    }

    /// Whether no answer of the space `demo` is under way.
    pub(crate) async fn is_settled(&self) -> bool {
        let island = self.hq.island("demo").unwrap();
        tokio::select! {
            biased;
            () = island.journal.settled() => true,
            () = std::future::ready(()) => false,
        }
    }

    /// The notes on the newest request.
    pub(crate) async fn last_notes(&self) -> String {
        self.journal("demo").await.pop().unwrap().notes.join("\n")
    }
}

impl Answer {
    pub(crate) fn read(all: &[u8]) -> Self {
        let end = all.windows(4).position(|four| four == b"\r\n\r\n");
        let end =
            end.unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(all))) + 4;
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        Self {
            status: head[9..12].parse().unwrap(),
            body: all[end..].to_vec(),
            head,
        }
    }

    /// The value of a field, its name spelt exactly so.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(&prefix))
    }

    /// The names of the fields, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let lines = self.head.lines().skip(1).filter(|line| !line.is_empty());
        lines.map(|line| line.split(':').next().unwrap()).collect()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.field("X-CommCareHQ-Export-Token")
    }

    /// The values of a column of the main table of a JSON export.
    pub(crate) fn column(&self, header: &str) -> Vec<String> {
        assert_eq!(self.status, 200, "{self:?}");
        let tables = self.json();
        let headers = tables["#"]["headers"].as_array().unwrap();
        let at = headers.iter().position(|known| known == header).unwrap();
        let rows = tables["#"]["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row[at].as_str().unwrap().to_owned())
            .collect()
    }

    /// The ids of the documents of a JSON export.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.column("_id")
    }
}
