//! `[[answer]]` of a world file.
//!
//! ```toml
//! [[answer]]                                    # a download somebody has at hand
//! path = "/a/demo/reports/export/"
//! parameters = { format = "csv", previous_export = "0123" }
//! headers = ["Content-Type: application/zip", "X-CommCareHQ-Export-Token: 4567"]
//! body-file = "download.zip"
//!
//! [[answer]]                                    # an answer as `curl -i` saves it, byte for byte
//! path = "/a/demo/reports/download/cases/"
//! verbatim-file = "cases.http"
//! ```

use std::{collections::BTreeMap, fs, io, path::Path};

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::answer::{Recorded, Served};

/// A recorded answer as a world file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerTable {
    /// The path it stands at: `/a/SPACE/...`
    path: String,
    /// The method; any without it.
    #[serde(default)]
    method: Option<String>,
    /// Parameters that a request must have, decoded; it may have others.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    /// Whether only who may export gets it.
    #[serde(default = "yes")]
    login: bool,
    /// The status; 200 without it.
    #[serde(default)]
    status: Option<u16>,
    /// Fields of the head, each `Name: value`.
    #[serde(default)]
    headers: Vec<String>,
    /// The body as text.
    #[serde(default)]
    body: Option<String>,
    /// A file that holds the body; relative to the world file.
    #[serde(default)]
    body_file: Option<String>,
    /// Head and body as text.
    #[serde(default)]
    verbatim: Option<String>,
    /// A file that holds head and body; relative to the world file.
    #[serde(default)]
    verbatim_file: Option<String>,
}

fn yes() -> bool {
    true
}

/// Why an answer of a world file cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("answer {number} ({path}): {reason}")]
pub struct NoAnswer {
    /// Which one, counted from 1.
    number: usize,
    /// Where it was to stand.
    path: String,
    reason: Reason,
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("its path is in no project space of this file; paths begin with {0}")]
    NoSpace(String),
    #[error("it takes one of `body`, `body-file`, `verbatim` and `verbatim-file`")]
    NotOne,
    #[error("`status` and `headers` stand in the recorded head already")]
    HeadTwice,
    #[error("it does not begin with the head of an answer: HTTP/1.1 200 OK, fields, an empty line")]
    NoHead,
    #[error("{0} is no status of an answer; they are 200 to 599")]
    Status(u16),
    #[error("{0:?} is no field of a head; write `Name: value`")]
    Field(String),
    #[error("{0}: {1}")]
    Unreadable(String, io::Error),
}

impl AnswerTable {
    /// Which of the spaces of these names it is in: the paths of a space begin with `/a/NAME/`.
    ///
    /// # Errors
    /// When it is in none.
    pub fn home(&self, number: usize, names: &[String]) -> Result<usize, NoAnswer> {
        let (space, _) = self.parts();
        let home = names.iter().position(|name| Some(name.as_str()) == space);
        home.ok_or_else(|| {
            let starts: Vec<_> = names.iter().map(|name| format!("/a/{name}/")).collect();
            self.failed(number, Reason::NoSpace(starts.join(", ")))
        })
    }

    /// Whether it names a file.
    #[must_use]
    pub fn needs_file(&self) -> bool {
        self.body_file.is_some() || self.verbatim_file.is_some()
    }

    /// The answer itself; `folder` is where the world file is.
    ///
    /// # Errors
    /// When it makes no sense or its file cannot be read.
    pub fn recorded(&self, number: usize, folder: &Path) -> Result<Recorded, NoAnswer> {
        let (_, place) = self.parts();
        let served = self.served(folder);
        Ok(Recorded {
            path: percent_decode_str(place).decode_utf8_lossy().into_owned(),
            method: self.method.clone(),
            parameters: self.parameters.clone(),
            login: self.login,
            served: served.map_err(|reason| self.failed(number, reason))?,
        })
    }

    /// The name of its space, and its path there.
    fn parts(&self) -> (Option<&str>, &str) {
        let parts = self.path.strip_prefix("/a/");
        match parts.and_then(|parts| parts.split_once('/')) {
            Some((space, place)) => (Some(space), place),
            None => (None, &self.path),
        }
    }

    fn failed(&self, number: usize, reason: Reason) -> NoAnswer {
        NoAnswer {
            number,
            path: self.path.clone(),
            reason,
        }
    }

    fn served(&self, folder: &Path) -> Result<Served, Reason> {
        let content = |file: &str| {
            let file = folder.join(file);
            let read = fs::read(&file).map(Bytes::from);
            read.map_err(|error| Reason::Unreadable(file.display().to_string(), error))
        };
        let (body, verbatim) = match (
            &self.body,
            &self.body_file,
            &self.verbatim,
            &self.verbatim_file,
        ) {
            (Some(body), None, None, None) => (Bytes::from(body.clone()), None),
            (None, Some(file), None, None) => (content(file)?, None),
            (None, None, Some(text), None) => (Bytes::new(), Some(Bytes::from(text.clone()))),
            (None, None, None, Some(file)) => (Bytes::new(), Some(content(file)?)),
            _ => return Err(Reason::NotOne),
        };
        if let Some(bytes) = verbatim {
            if self.status.is_some() || !self.headers.is_empty() {
                return Err(Reason::HeadTwice);
            }
            return Served::verbatim(bytes).ok_or(Reason::NoHead);
        }
        let status = self.status.unwrap_or(200);
        if !(200..=599).contains(&status) {
            return Err(Reason::Status(status));
        }
        let headers = self.headers.iter().map(|line| field(line));
        Ok(Served::Body {
            status,
            headers: headers.collect::<Result<_, _>>()?,
            body,
        })
    }
}

fn field(line: &str) -> Result<(String, String), Reason> {
    let split = line
        .split_once(':')
        .map(|(name, value)| (name, value.trim()));
    match split {
        Some((name, value)) if is_name(name) && is_value(value) => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err(Reason::Field(line.to_owned())),
    }
}

/// A token of RFC 9110, 5.6.2.
fn is_name(name: &str) -> bool {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_token)
}

fn is_value(value: &str) -> bool {
    value
        .bytes()
        .all(|b| b == b'\t' || (b >= b' ' && b != 0x7f))
}
