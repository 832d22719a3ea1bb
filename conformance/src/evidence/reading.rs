//! Folders and bytes become evidence, within bounds.

use std::{
    collections::HashMap,
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use globset::{Glob, GlobSet};

use crate::client::process_group::LARGEST_FILE;

use super::{
    archive::{self, Refused},
    container::{Container, Kind},
    gzip, old_workbook, sheet,
    sniff::{self, Content},
    store,
    table::Table,
};

/// How much is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files, entries of archives included.
    pub files: usize,
    /// Bytes, inflated ones included.
    pub bytes: u64,
    /// Folders in folders.
    pub depth: usize,
    /// Archives in archives.
    pub nesting: usize,
}

impl Default for Limits {
    /// 10,000 files, 256 MiB, 16 folders deep, 3 archives deep.
    fn default() -> Self {
        Self {
            files: 10_000,
            bytes: 256 * 1024 * 1024,
            depth: 16,
            nesting: 3,
        }
    }
}

/// What a client left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Everything that could be read, in the order of the places' names.
    pub containers: Vec<Container>,
    /// What could not be read, and why.
    pub notes: Vec<Note>,
}

/// Something that is there and is no evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {remark}")]
pub struct Note {
    /// Where, as in [`Container::place`].
    pub place: String,
    /// Why.
    pub remark: Remark,
}

/// Why something is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// It points elsewhere.
    #[error("a symbolic link, which is not followed")]
    Symlink,
    /// A pipe, socket or device.
    #[error("not a file")]
    Special,
    /// One of the [`Limits`] is reached.
    #[error("not read: the limit of {0} is reached")]
    Limit(&'static str),
    /// The content is not what its format wants.
    #[error("damaged: {0}")]
    Damaged(String),
    /// There is no reader for this format; a `dump` command of the manifest can make it readable.
    #[error("{0}, which the kit cannot open")]
    Sealed(&'static str),
    /// The system refused.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It has the greatest length a client's file may have, in MiB: more may have been meant.
    #[error("{0} MiB long, the most that the kit lets a client write, so that it may be cut")]
    Full(u64),
    /// Only the beginning was kept.
    #[error("only the first {kept} of {total} bytes were kept")]
    Cut {
        /// Bytes that are there.
        kept: u64,
        /// Bytes there were.
        total: u64,
    },
}

impl Evidence {
    /// The containers that are no copies of an earlier one.
    #[must_use]
    pub fn originals(&self) -> Vec<&Container> {
        let mut met: HashMap<u64, Vec<&Container>> = HashMap::new();
        self.containers
            .iter()
            .filter(|container| {
                let alike = met.entry(container.fingerprint()).or_default();
                let is_new = !alike.iter().any(|earlier| container.is_copy_of(earlier));
                if is_new {
                    alike.push(container);
                }
                is_new
            })
            .collect()
    }
}

/// Evidence being gathered.
#[derive(Debug)]
pub struct Reading {
    limits: Limits,
    files: usize,
    bytes: u64,
    /// The program of the kit, which reads what it does not trust in a process of its own.
    kit: Option<PathBuf>,
    evidence: Evidence,
}

impl Reading {
    /// Nothing read yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            files: limits.files,
            bytes: limits.bytes,
            kit: None,
            evidence: Evidence::default(),
        }
    }

    /// Names the program of the kit; without it, workbooks of the old format are not opened.
    #[must_use]
    pub fn with_kit(mut self, kit: &Path) -> Self {
        self.kit = Some(kit.to_owned());
        self
    }

    /// Reads all files of a folder, in the order of their names. `label` begins their places.
    /// Files whose path in the folder matches one of `logs` are no evidence, and not noted.
    pub fn folder(&mut self, label: &str, folder: &Path, logs: &[Glob]) {
        let mut set = GlobSet::builder();
        for log in logs {
            set.add(log.clone());
        }
        match set.build() {
            Ok(logs) => self.walk(label, folder, Path::new(""), &logs, 0),
            Err(error) => self.note(label, Remark::Unreadable(error.to_string())),
        }
    }

    /// Reads bytes at hand, such as a standard output that carries data. `total` is how many there
    /// were, if not all were kept.
    pub fn bytes(&mut self, place: &str, bytes: &[u8], total: u64) {
        let kept = bytes.len() as u64;
        if total > kept {
            self.note(place, Remark::Cut { kept, total });
        }
        if self.spend(place, kept) {
            self.content(place, bytes, 0);
        }
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(self) -> Evidence {
        self.evidence
    }

    fn walk(&mut self, label: &str, root: &Path, inside: &Path, logs: &GlobSet, depth: usize) {
        let place = |inside: &Path| match inside.to_string_lossy() {
            inside if inside.is_empty() => label.to_owned(),
            inside => format!("{label}/{inside}"),
        };
        if depth > self.limits.depth {
            return self.note(&place(inside), Remark::Limit("folders in folders"));
        }
        let names = match names(&root.join(inside)) {
            Ok(names) => names,
            Err(error) => return self.note(&place(inside), Remark::Unreadable(error.to_string())),
        };
        for name in names {
            let inside = inside.join(name);
            let place = place(&inside);
            match fs::symlink_metadata(root.join(&inside)) {
                Ok(data) if data.is_symlink() => self.note(&place, Remark::Symlink),
                Ok(data) if data.is_dir() => self.walk(label, root, &inside, logs, depth + 1),
                Ok(_) if logs.is_match(&inside) => {}
                Ok(data) if data.is_file() => self.file(&place, &root.join(&inside), data.len()),
                Ok(_) => self.note(&place, Remark::Special),
                Err(error) => self.note(&place, Remark::Unreadable(error.to_string())),
            }
        }
    }

    fn file(&mut self, place: &str, path: &Path, length: u64) {
        if length >= LARGEST_FILE {
            self.note(place, Remark::Full(length / (1024 * 1024)));
        }
        if !self.spend(place, length) {
            return;
        }
        let mut bytes = Vec::new();
        // No more than was announced, should the file grow.
        let read = fs::File::open(path).and_then(|file| file.take(length).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.starts_with(store::MAGIC) => {
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                let log = fs::read(log)
                    .ok()
                    .filter(|log| log.len() as u64 <= self.bytes);
                self.store(place, &bytes, log.as_deref());
            }
            Ok(_) => self.content(place, &bytes, 0),
            Err(error) => self.note(place, Remark::Unreadable(error.to_string())),
        }
    }

    fn store(&mut self, place: &str, bytes: &[u8], log: Option<&[u8]>) {
        match store::read(bytes, log, self.bytes) {
            Ok(tables) => self.each_apart(place, Kind::Store, tables),
            Err(store::Refused::TooLarge) => self.note(place, Remark::Limit("bytes")),
            Err(_) => self.note(place, Remark::Sealed("an SQLite database")),
        }
    }

    /// Tables of one file of which each has its own text: its values, one a line.
    fn each_apart(&mut self, place: &str, kind: Kind, tables: Vec<Table>) {
        for table in tables {
            let values: Vec<_> = table
                .records
                .iter()
                .flat_map(|record| record.values())
                .collect();
            let text = values.join("\n").into();
            self.tables(place, kind, vec![table], &text);
        }
    }

    fn content(&mut self, place: &str, bytes: &[u8], nesting: usize) {
        match sniff::content(bytes) {
            Content::Zip | Content::Gzip if nesting >= self.limits.nesting => {
                self.note(place, Remark::Limit("archives in archives"));
            }
            Content::Zip => self.archive(place, bytes, nesting),
            Content::Gzip => match gzip::read(bytes, self.bytes) {
                Ok(inner) => {
                    if self.spend(place, inner.len() as u64) {
                        let name = place.strip_suffix(".gz").unwrap_or(place);
                        let name = name.rsplit('/').next().unwrap_or(name);
                        self.content(&format!("{place}!{name}"), &inner, nesting + 1);
                    }
                }
                Err(refused) => self.refuse(place, refused),
            },
            Content::Store => self.store(place, bytes, None),
            Content::Journal => {}
            Content::OldWorkbook => {
                let kit = self.kit.as_deref();
                match kit.and_then(|kit| old_workbook::read(kit, bytes)) {
                    Some(sheets) => self.each_apart(place, Kind::Sheet, sheets),
                    None => self.note(place, Remark::Sealed("an old Office file (xls)")),
                }
            }
            Content::Sealed(what) => self.note(place, Remark::Sealed(what)),
            Content::Text(text) => {
                let (kind, tables) = sniff::tables(place, &text);
                self.tables(place, kind, tables, &text.into());
            }
        }
    }

    fn archive(&mut self, place: &str, bytes: &[u8], nesting: usize) {
        let entries = match archive::entries(bytes) {
            Ok(entries) => entries,
            Err(refused) => return self.refuse(place, refused),
        };
        let is_workbook = sheet::is_workbook(&entries);
        for entry in entries {
            let inner_place = format!("{place}!{}", entry.name);
            match entry.read(self.bytes) {
                Ok(inner) => {
                    if !self.spend(&inner_place, inner.len() as u64) {
                        return;
                    }
                    if !is_workbook {
                        self.content(&inner_place, &inner, nesting + 1);
                    }
                }
                Err(refused) => {
                    self.refuse(&inner_place, refused);
                    if is_workbook {
                        return;
                    }
                }
            }
        }
        if is_workbook {
            match sheet::read(bytes) {
                Ok(sheets) => self.each_apart(place, Kind::Sheet, sheets),
                Err(refused) => self.refuse(place, refused),
            }
        }
    }

    fn tables(&mut self, place: &str, kind: Kind, tables: Vec<Table>, text: &Arc<str>) {
        for table in tables {
            self.evidence.containers.push(Container {
                place: match table.name {
                    Some(name) => format!("{place}#{name}"),
                    None => place.to_owned(),
                },
                kind,
                columns: table.columns,
                records: table.records,
                text: Arc::clone(text),
            });
        }
    }

    /// Takes a file and its bytes off what may still be read.
    fn spend(&mut self, place: &str, bytes: u64) -> bool {
        let Some(files) = self.files.checked_sub(1) else {
            self.note_once(place, Remark::Limit("files"));
            return false;
        };
        let Some(left) = self.bytes.checked_sub(bytes) else {
            self.note(place, Remark::Limit("bytes"));
            return false;
        };
        (self.files, self.bytes) = (files, left);
        true
    }

    fn refuse(&mut self, place: &str, refused: Refused) {
        let remark = match refused {
            Refused::Damaged(what) => Remark::Damaged(what),
            Refused::TooLarge => Remark::Limit("bytes"),
        };
        self.note(place, remark);
    }

    fn note(&mut self, place: &str, remark: Remark) {
        let place = place.to_owned();
        self.evidence.notes.push(Note { place, remark });
    }

    /// A remark that would be true of everything that follows is made once.
    fn note_once(&mut self, place: &str, remark: Remark) {
        if self
            .evidence
            .notes
            .last()
            .is_none_or(|last| last.remark != remark)
        {
            self.note(place, remark);
        }
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().into()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    names.sort_unstable();
    Ok(names)
}
