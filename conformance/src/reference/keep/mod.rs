//! What was read is stored, whole or not at all.
//!
//! - [`files`]: each download in a folder of its own, or in place of the one before
//! - [`documents`]: the tables of a download, taken apart into documents
//! - [`merged`]: one growing store, keyed by document

pub mod documents;
pub mod files;
pub mod merged;

use std::{
    fs,
    path::{Path, PathBuf},
};

use self::{files::Files, merged::Merged};
use super::{
    bug::Bugs,
    failure::Failure,
    read::{Contents, table::Names},
    settings::{Settings, StoreKind},
};

/// Where downloads go.
#[derive(Debug)]
pub struct Store {
    kind: StoreKind,
    out: PathBuf,
    state: Option<PathBuf>,
    bugs: Bugs,
}

impl Store {
    /// That of the settings.
    ///
    /// # Errors
    /// A growing store without a place for it.
    pub fn new(settings: &Settings) -> Result<Self, Failure> {
        if settings.store != StoreKind::Files && settings.state.is_none() {
            let what = "this store lives in --state; name a folder".to_owned();
            return Err(Failure::Usage(what));
        }
        Ok(Self {
            kind: settings.store,
            out: settings.out.clone(),
            state: settings.state.clone(),
            bugs: settings.bugs(),
        })
    }

    /// Keeps what an export's answer holds.
    ///
    /// # Errors
    /// The files cannot be written, or the tables do not belong together.
    pub fn keep(&self, export: &str, names: Names, contents: &Contents) -> Result<(), Failure> {
        let state = self.state.as_deref().unwrap_or(&self.out);
        let named = file_name(export);
        match self.kind {
            StoreKind::Files => Files::next_in(&self.out).write(contents, self.bugs),
            StoreKind::Newest => {
                Files::at(state.join(format!("newest-{named}"))).write(contents, self.bugs)
            }
            StoreKind::Merged => Merged::at(state, &named, self.bugs).add(names, contents),
        }
    }

    /// Empties the store of an export. Only a bug asks for it.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn purge(&self, export: &str) -> Result<(), Failure> {
        let state = self.state.as_deref().unwrap_or(&self.out);
        Merged::at(state, &file_name(export), self.bugs).remove()
    }

    /// Keeps the rows of a download that broke off. Only a bug asks for it.
    ///
    /// # Errors
    /// As [`keep`](Self::keep).
    pub fn keep_partial(
        &self,
        export: &str,
        names: Names,
        contents: &Contents,
    ) -> Result<(), Failure> {
        let state = self.state.as_deref().unwrap_or(&self.out);
        Merged::at(state, &file_name(export), self.bugs).add_partial(names, contents)
    }

    /// Keeps bytes as they came, without a look into them. Only bugs ask for it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep_as_it_came(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        }
        write_whole(&path, bytes)
    }
}

/// A file name for an export: the end of its address, and a number of all of it.
fn file_name(export: &str) -> String {
    // FNV-1a, 64 bits.
    let number = export
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |number, byte| {
            (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let readable = |sign: &char| sign.is_ascii_alphanumeric();
    let mut end: Vec<char> = export.chars().rev().filter(readable).take(16).collect();
    end.reverse();
    format!("{}-{number:016x}", end.into_iter().collect::<String>())
}

/// Writes a file so that there is either the old one or the whole new one, whenever the client is
/// stopped. The power may not be cut: waiting for the disk would cost more than all the rest.
pub(super) fn write_whole(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    fs::write(&new, content).map_err(Failure::file(&new))?;
    fs::rename(&new, path).map_err(Failure::file(path))
}
