//! A client that answers a challenge by the rules, and whose every step can be changed.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub)]

use fakehq::auth::account::{Account, Accounts};
use fakehq::auth::digest::{Asked, DigestGate, Refusal, Refused, Verified};
use jiff::Timestamp;
use md5::{Digest, Md5};

pub const NAME: &str = "jane@example.org";
pub const PASSWORD: &str = "correct horse";
pub const TARGET: &str = "/a/demo/reports/export/?export_tag=%22http://openrosa.org/formdesigner/EXAMPLE-1%22&format=csv";
pub const NOW: i64 = 1_389_000_000;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

pub fn accounts() -> Vec<Account<'static>> {
    vec![Account {
        username: NAME,
        password: PASSWORD,
    }]
}

pub fn md5(text: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    let mut hex = String::new();
    for byte in Md5::digest(text) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

/// The value of a field of a challenge, which has no escapes in it.
pub fn field_of<'a>(challenge: &'a str, name: &str) -> &'a str {
    let start = challenge.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    challenge[start..].split('"').next().unwrap()
}

/// What is hashed, in the order of the standard; all as text or bytes the client chose.
#[derive(Clone)]
pub struct Hashed {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub method: String,
    pub uri: String,
    pub nc: String,
    pub cnonce: String,
}

/// A request in the making.
#[derive(Clone)]
pub struct Client {
    pub method: String,
    pub target: String,
    pub hashed: Hashed,
    pub nonce: String,
    /// Name, value, quoted: in the order sent.
    pub fields: Vec<(&'static str, Vec<u8>, bool)>,
}

impl Client {
    /// Answers a challenge as curl does.
    pub fn of(challenge: &str, target: &str, count: u32) -> Self {
        let hashed = Hashed {
            name: NAME.into(),
            password: PASSWORD.into(),
            method: "GET".into(),
            uri: target.into(),
            nc: format!("{count:08x}"),
            cnonce: "0a4f113b".into(),
        };
        let nonce = field_of(challenge, "nonce").to_owned();
        let mut client = Self {
            method: "GET".into(),
            target: target.into(),
            nonce: nonce.clone(),
            fields: vec![
                ("username", NAME.into(), true),
                ("realm", field_of(challenge, "realm").into(), true),
                ("nonce", nonce.into(), true),
                ("uri", target.into(), true),
                ("cnonce", hashed.cnonce.clone().into(), true),
                ("nc", hashed.nc.clone().into(), false),
                ("qop", "auth".into(), false),
                ("response", Vec::new(), true),
                ("opaque", field_of(challenge, "opaque").into(), true),
                ("algorithm", "MD5".into(), false),
            ],
            hashed,
        };
        client.respond();
        client
    }

    pub fn ha1(&self) -> String {
        let hashed = &self.hashed;
        md5([&hashed.name[..], b"DJANGO", &hashed.password].join(&b':'))
    }

    pub fn ha2(&self) -> String {
        md5(format!("{}:{}", self.hashed.method, self.hashed.uri))
    }

    /// Computes the response from what is to be hashed.
    pub fn respond(&mut self) {
        let (ha1, ha2) = (self.ha1(), self.ha2());
        let Hashed { nc, cnonce, .. } = &self.hashed;
        let nonce = &self.nonce;
        let response = md5(format!("{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}"));
        self.set("response", response);
    }

    /// Changes what is hashed, and the response with it; the fields stay as they are.
    #[must_use]
    pub fn hashing(mut self, change: impl FnOnce(&mut Hashed)) -> Self {
        change(&mut self.hashed);
        self.respond();
        self
    }

    pub fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        let field = self.fields.iter_mut().find(|field| field.0 == name);
        field.unwrap().1 = value.into();
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.set(name, value);
        self
    }

    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        let before = self.fields.len();
        self.fields.retain(|field| !names.contains(&field.0));
        assert_eq!(self.fields.len() + names.len(), before);
        self
    }

    pub fn get(&self, name: &str) -> &[u8] {
        let field = self.fields.iter().find(|field| field.0 == name);
        &field.unwrap().1
    }

    /// The header, with nothing escaped.
    pub fn header(&self) -> Vec<u8> {
        let mut header = b"Digest ".to_vec();
        for (place, (name, value, quoted)) in self.fields.iter().enumerate() {
            let quote = if *quoted { "\"" } else { "" };
            let comma = if place == 0 { "" } else { ", " };
            header.extend_from_slice(format!("{comma}{name}={quote}").as_bytes());
            header.extend_from_slice(value);
            header.extend_from_slice(quote.as_bytes());
        }
        header
    }

    pub fn ask(
        &self,
        gate: &mut DigestGate,
        now: i64,
        accounts: &dyn Accounts,
    ) -> Result<Verified, Refused> {
        let asked = Asked {
            method: self.method.as_bytes(),
            target: self.target.as_bytes(),
            authorization: Some(&self.header()),
        };
        gate.check(at(now), &asked, accounts)
    }
}

/// The challenge that a request without credentials gets.
pub fn challenge(gate: &mut DigestGate, now: i64) -> String {
    let asked = Asked {
        method: b"GET",
        target: TARGET.as_bytes(),
        authorization: None,
    };
    gate.check(at(now), &asked, &accounts())
        .unwrap_err()
        .challenge
}

/// A gate and a right client, ready to ask with count 1.
pub fn ready() -> (DigestGate, Client) {
    let mut gate = DigestGate::new("seed");
    let challenge = challenge(&mut gate, NOW);
    (gate, Client::of(&challenge, TARGET, 1))
}

/// Asks with the client; checks that nothing secret is told.
pub fn refusal_of(client: &Client, gate: &mut DigestGate, now: i64) -> (Refusal, String) {
    let refused = client.ask(gate, now, &accounts()).unwrap_err();
    assert!(!refused.refusal.to_string().contains(PASSWORD));
    let response = String::from_utf8_lossy(client.get("response")).into_owned();
    assert!(!refused.refusal.to_string().contains(&response));
    assert!(!format!("{refused:?}").contains(&response));
    assert!(!format!("{refused:?}").contains(PASSWORD));
    let explanation = refused.refusal.to_string();
    (refused.refusal, explanation)
}

/// The refusal of a changed right request.
pub fn explained(change: impl FnOnce(Client) -> Client) -> (Refusal, String) {
    let (mut gate, right) = ready();
    refusal_of(&change(right), &mut gate, NOW)
}
