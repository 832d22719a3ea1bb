//! The export tokens the client knows: one for each export, in one file of `--state`.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    bug::{Bug, Bugs},
    failure::Failure,
    keep::write_whole,
};

const FILE: &str = "tokens.json";

/// The tokens by export; see [`Export::key`](super::address::Export::key).
#[derive(Debug)]
pub struct Tokens {
    /// Without a place for them none are kept.
    path: Option<PathBuf>,
    known: BTreeMap<String, String>,
    bugs: Bugs,
}

impl Tokens {
    /// Those of the earlier runs, as they lie in the folder `state`.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn load(state: Option<&Path>, bugs: Bugs) -> Result<Self, Failure> {
        let path = state.map(|folder| folder.join(FILE));
        let known = match path.as_deref().map(read) {
            None => BTreeMap::new(),
            Some(known) => known?,
        };
        Ok(Self { path, known, bugs })
    }

    /// The token to send for an export.
    #[must_use]
    pub fn get(&self, export: &str) -> Option<&str> {
        let known = self.known.get(self.place(export)).map(String::as_str);
        if self.bugs.has(Bug::NoneAsToken) {
            return known.or(Some("None"));
        }
        known.filter(|token| !token.is_empty())
    }

    /// Stores the token of an answer whose data are safely kept.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set(&mut self, export: &str, token: &str) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        if self.bugs.has(Bug::TokenNotStored)
            || self.bugs.has(Bug::FirstTokenForEver) && self.known.contains_key(export)
        {
            return Ok(());
        }
        let mut token = token.to_owned();
        if self.bugs.has(Bug::CrInToken) {
            token.push('\r');
        }
        self.known.insert(self.place(export).to_owned(), token);
        let text = serde_json::to_vec_pretty(&self.known).unwrap_or_default();
        write_whole(path, &text)
    }

    fn place<'e>(&self, export: &'e str) -> &'e str {
        if self.bugs.has(Bug::OneTokenForAll) {
            "all"
        } else {
            export
        }
    }
}

fn read(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Failure::file(path)(error)),
    };
    serde_json::from_slice(&text).map_err(|error| Failure::file(path)(error.into()))
}
