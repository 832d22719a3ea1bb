//! The snapshots of a client: plain text files beside its manifest.
//!
//! `snapshots/form-export.csv/increment.snap` is what was approved; beside it `increment.snap.new`
//! waits for a decision. An empty pending file says that the approved one is to go.

use std::{
    collections::BTreeSet,
    env, fs, io,
    path::{Path, PathBuf},
};

/// A folder of snapshots.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

const APPROVED: &str = "snap";
const PENDING: &str = "snap.new";

/// Whether nothing may be written, because this is a CI job: the variable `CI` is set, to anything
/// but `false` or `0`.
#[must_use]
pub fn is_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

impl Store {
    /// The snapshots in a folder, which need not exist.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where they lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a pending snapshot lies.
    #[must_use]
    pub fn pending_path(&self, name: &str) -> PathBuf {
        self.path(name, PENDING)
    }

    fn path(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ending}"))
    }

    /// What was approved under a name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn approved(&self, name: &str) -> io::Result<Option<String>> {
        read(&self.path(name, APPROVED))
    }

    /// What waits for a decision under a name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn pending(&self, name: &str) -> io::Result<Option<String>> {
        read(&self.path(name, PENDING))
    }

    /// The names of everything approved.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn approved_names(&self) -> io::Result<BTreeSet<String>> {
        self.names(APPROVED)
    }

    /// The names of everything that waits for a decision.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn pending_names(&self) -> io::Result<BTreeSet<String>> {
        self.names(PENDING)
    }

    fn names(&self, ending: &str) -> io::Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        let ending = format!(".{ending}");
        for folder in entries(&self.folder)? {
            if !folder.is_dir() {
                continue;
            }
            for file in entries(&folder)? {
                let (Some(folder), Some(file)) = (folder.file_name(), file.file_name()) else {
                    continue;
                };
                let (folder, file) = (folder.to_string_lossy(), file.to_string_lossy());
                names.extend(
                    file.strip_suffix(&ending)
                        .map(|name| format!("{folder}/{name}")),
                );
            }
        }
        Ok(names)
    }

    /// Lets a text wait for a decision; an empty one proposes that the approved one goes.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn propose(&self, name: &str, text: &str) -> io::Result<()> {
        let path = self.path(name, PENDING);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    }

    /// Approves what waits under a name.
    ///
    /// # Errors
    /// Nothing waits, or the files cannot be written.
    pub fn accept(&self, name: &str) -> io::Result<()> {
        let (approved, pending) = (self.path(name, APPROVED), self.path(name, PENDING));
        if fs::read(&pending)?.is_empty() {
            gone(&approved)?;
            return fs::remove_file(pending);
        }
        fs::rename(pending, approved)
    }

    /// Puts away what waits under a name, if anything does.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn reject(&self, name: &str) -> io::Result<()> {
        gone(&self.path(name, PENDING))
    }
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("{}: {error}", path.display()),
        )),
    }
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What lies in a folder, in order; nothing if it does not exist.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths: io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths?;
    paths.sort();
    Ok(paths)
}
