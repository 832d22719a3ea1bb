//! What the kit and its reader tell each other: a length of eight bytes, and a message of that length.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::evidence::{
    container::{Container, Kind, Record},
    reading::{Evidence, Note},
};

/// What a reader says first, so that another program is not taken for one.
pub(super) const GREETING: &[u8; 26] = b"hq-conformance reader 1   ";

/// What is to be read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Folders, in order.
    pub folders: Vec<Folder>,
    /// What was printed, where that is data.
    pub printed: Option<Printed>,
    /// Places that are left out.
    pub skip: Vec<String>,
    /// Where copies of databases may be made.
    pub scratch: Option<PathBuf>,
}

/// A folder to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Folder {
    /// How its places begin.
    pub label: String,
    /// Where it is.
    pub path: PathBuf,
    /// Patterns of files in it that are no evidence.
    pub logs: Vec<String>,
}

/// Bytes at hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Printed {
    /// How their place is called.
    pub label: String,
    /// The bytes that were kept.
    pub kept: Vec<u8>,
    /// How many there were.
    pub total: u64,
}

/// What a reader says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Frame {
    /// It begins with this place.
    At(String),
    /// It is done.
    Done(Told),
}

/// Evidence, each text once.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    texts: Vec<String>,
    containers: Vec<ToldContainer>,
    notes: Vec<Note>,
}

/// A container: place, kind, columns, records, and which of the texts is its own.
type ToldContainer = (String, Kind, Vec<String>, Vec<Record>, usize);

impl From<Evidence> for Told {
    fn from(evidence: Evidence) -> Self {
        let mut told = Self {
            texts: Vec::new(),
            containers: Vec::new(),
            notes: evidence.notes,
        };
        let mut last: Option<Arc<str>> = None;
        for container in evidence.containers {
            let Container {
                place,
                kind,
                columns,
                records,
                text,
            } = container;
            // Containers that share a text stand one behind the other.
            if !last.is_some_and(|last| Arc::ptr_eq(&last, &text)) {
                told.texts.push(text.to_string());
            }
            last = Some(text);
            let number = told.texts.len() - 1;
            told.containers
                .push((place, kind, columns, records, number));
        }
        told
    }
}

impl From<Told> for Evidence {
    fn from(told: Told) -> Self {
        let texts: Vec<Arc<str>> = told.texts.into_iter().map(Arc::from).collect();
        let container = |(place, kind, columns, records, number): ToldContainer| Container {
            place,
            kind,
            columns,
            records,
            text: texts.get(number).cloned().unwrap_or_default(),
        };
        Self {
            containers: told.containers.into_iter().map(container).collect(),
            notes: told.notes,
        }
    }
}

/// Writes a message.
pub(super) fn write(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&bytes)?;
    to.flush()
}

/// Understands a message.
pub(super) fn understood<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}
