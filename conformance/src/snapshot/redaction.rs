//! What differs from run to run is replaced, equal values by equal words: a token that is stored in
//! one file and sent in another is `<token:1>` in both.
//!
//! Tokens, nonces and ids are numbered in the order in which they appear. The days and times of the
//! machine's clock are all `<time>`: whether two moments of a run fall into the same second is chance, and a
//! snapshot must not depend on it.

use std::{collections::HashMap, env, path::Path};

use fakehq::journal::entry::Entry;
use jiff::Timestamp;

use super::moments::Days;
use crate::{
    client::{folders::PREFIX, replacement::Replacement, temporary},
    play::kit_world::{ODD_PASSWORD, PASSWORD, WRONG_PASSWORD},
    stories::Performance,
};

/// What a value is, and so the word that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Token,
    Nonce,
    Id,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Nonce => "nonce",
            Self::Id => "id",
        }
    }
}

/// The values of one performance that are no part of its snapshot.
#[derive(Clone, Debug)]
pub struct Redaction {
    /// Values that are numbered.
    numbered: HashMap<String, Kind>,
    /// Passwords, which go wherever they stand.
    secrets: Vec<String>,
    /// Values that are one word each where they stand by themselves, the longest first.
    named: Vec<(String, &'static str)>,
    days: Days,
    /// What the manifest wants replaced in what is left.
    replacements: Vec<Replacement>,
}

impl Redaction {
    /// The values of a performance; `here` is the manifest's folder.
    #[must_use]
    pub fn of(performance: &Performance, here: &Path) -> Self {
        let played = &performance.played;
        let mut redaction = Self::at(Timestamp::now());
        redaction.name(&played.domain, "<domain>");
        redaction.name(&format!("{}-2", played.domain), "<domain-2>");
        if let Some((_, port)) = played.base_url.rsplit_once(':') {
            redaction.name(port, "<port>");
        }
        redaction.name(&here.to_string_lossy(), "<here>");
        for exchange in played.runs.iter().flat_map(|run| &run.exchanges) {
            redaction.learn(exchange);
        }
        redaction
    }

    /// A redaction of nothing but passwords, ids and the times around a moment.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        let mut redaction = Self {
            numbered: HashMap::new(),
            secrets: Vec::new(),
            named: Vec::new(),
            days: Days::around(moment),
            replacements: Vec::new(),
        };
        for password in [PASSWORD, WRONG_PASSWORD, ODD_PASSWORD] {
            redaction.secrets.push(password.to_owned());
        }
        redaction
    }

    /// A value that is replaced by a word wherever it stands by itself.
    pub fn name(&mut self, value: &str, word: &'static str) {
        if !value.is_empty() {
            self.named.push((value.to_owned(), word));
            self.named
                .sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        }
    }

    /// What the manifest wants replaced besides.
    pub fn replace(&mut self, replacements: &[Replacement]) {
        self.replacements.extend_from_slice(replacements);
    }

    /// An export token.
    pub fn token(&mut self, token: &str) {
        self.numbered.insert(token.to_owned(), Kind::Token);
    }

    /// A nonce, of the server or of the client.
    pub fn nonce(&mut self, nonce: &str) {
        self.numbered.insert(nonce.to_owned(), Kind::Nonce);
    }

    fn learn(&mut self, exchange: &Entry) {
        let issued = exchange.export.as_ref();
        let issued = issued.and_then(|export| export.token_issued.as_deref());
        if let Some(token) = issued {
            self.token(token);
        }
        let answer = exchange.answer.as_deref().unwrap_or_default();
        let asked = exchange.field("Authorization").unwrap_or_default();
        for text in [answer, asked] {
            for field in ["nonce=\"", "opaque=\""] {
                for value in text.split(field).skip(1) {
                    self.nonce(value.split('"').next().unwrap_or_default());
                }
            }
        }
    }

    /// A text with all of these values replaced.
    #[must_use]
    pub fn applied(&self, text: &str) -> String {
        let mut numbers = Numbers::default();
        let mut done = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let stands_alone = !done.ends_with(|c: char| c.is_ascii_alphanumeric());
            let found = self
                .secret(rest)
                .or_else(|| self.token_or_nonce(rest, &mut numbers))
                .or_else(|| working_folder(rest));
            let found = found
                .or_else(|| self.named(rest, stands_alone))
                .or_else(|| stands_alone.then(|| made_up(rest, &mut numbers))?)
                .or_else(|| Some((self.days.at_start(&done, rest)?, "<time>".to_owned())));
            let (length, word) = found.unwrap_or_else(|| (first.len_utf8(), first.to_string()));
            done.push_str(&word);
            rest = &rest[length..];
        }
        let replacements = self.replacements.iter();
        replacements.fold(done, |text, one| one.applied(&text))
    }

    fn named(&self, rest: &str, stands_alone: bool) -> Option<(usize, String)> {
        let found = self.named.iter().find(|(value, _)| {
            let begins_plain = value.starts_with(|c: char| c.is_ascii_alphanumeric());
            (stands_alone || !begins_plain) && rest.starts_with(value) && ends(rest, value.len())
        });
        found.map(|(value, word)| (value.len(), (*word).to_owned()))
    }

    fn secret(&self, rest: &str) -> Option<(usize, String)> {
        let mut secrets = self.secrets.iter();
        let found = secrets.find(|secret| rest.starts_with(secret.as_str()))?;
        Some((found.len(), "<password>".to_owned()))
    }

    fn token_or_nonce(&self, rest: &str, numbers: &mut Numbers) -> Option<(usize, String)> {
        let known = self.numbered.iter();
        let known =
            known.filter(|(value, _)| !value.is_empty() && rest.starts_with(value.as_str()));
        let (value, kind) = known.max_by_key(|(value, _)| value.len())?;
        Some((value.len(), numbers.word(*kind, value)))
    }
}

/// An id that somebody made up.
fn made_up(rest: &str, numbers: &mut Numbers) -> Option<(usize, String)> {
    let length = id(rest)?;
    Some((length, numbers.word(Kind::Id, &rest[..length])))
}

/// The numbers that values were given.
#[derive(Default)]
struct Numbers(HashMap<(Kind, String), usize>);

impl Numbers {
    fn word(&mut self, kind: Kind, value: &str) -> String {
        let next = 1 + self.0.keys().filter(|(known, _)| *known == kind).count();
        let number = *self.0.entry((kind, value.to_owned())).or_insert(next);
        format!("<{}:{number}>", kind.word())
    }
}

/// Whether no letter or digit follows.
fn ends(rest: &str, length: usize) -> bool {
    let rest = &rest[length..];
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The length of an id at the beginning of a text.
fn id(rest: &str) -> Option<usize> {
    let hex = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    if hex >= 32 && ends(rest, hex) {
        return Some(hex);
    }
    let uuid = rest.get(..36)?;
    let fits = uuid.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    (fits && ends(rest, 36)).then_some(36)
}

/// The folder a client was run in.
fn working_folder(rest: &str) -> Option<(usize, String)> {
    // Which of the two it is depends on the room that is left.
    let folders = [temporary::base(), env::temp_dir()];
    let real = folders.iter().filter_map(|one| one.canonicalize().ok());
    let real: Vec<_> = real.collect();
    folders.iter().chain(&real).find_map(|folder| {
        let beginning = folder.join(PREFIX).to_string_lossy().into_owned();
        let behind = rest.strip_prefix(&beginning)?;
        let random = behind.bytes().take_while(u8::is_ascii_alphanumeric).count();
        Some((beginning.len() + random, "<work>".to_owned()))
    })
}
