//! Folders and bytes become evidence, within bounds.

mod content;
mod files;
mod notes;

use std::{
    collections::BTreeSet,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use globset::{Glob, GlobSet};

use self::files::{contents, names, used};
use super::{
    archive::Refused,
    container::{Container, Kind},
    nested, store,
    table::Table,
};
use crate::client::process_group::LARGEST_FILE;

pub use notes::{Evidence, Note, Remark};

/// How much is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files, entries of archives included.
    pub files: usize,
    /// Bytes, inflated ones included.
    pub bytes: u64,
    /// Bytes that all records together may take in memory.
    pub memory: usize,
    /// Folders in folders.
    pub depth: usize,
    /// Archives in archives.
    pub nesting: usize,
}

impl Default for Limits {
    /// 10,000 files, 96 MiB, 64 MiB of records, 16 folders deep, 3 archives deep.
    fn default() -> Self {
        Self {
            files: 10_000,
            bytes: 96 << 20,
            memory: 64 << 20,
            depth: 16,
            nesting: 3,
        }
    }
}

/// How many times the bytes that may be kept may be unpacked: what is refused in the end costs time, too.
const WORK: u64 = 3;

/// How many remarks are kept.
const MOST_NOTES: usize = 1_000;

/// What a value costs in memory beside its text: roughly, in bytes.
const CELL: usize = 56;

/// Is told which file is looked at.
type Listener<'a> = Box<dyn FnMut(&str) + 'a>;

/// Evidence being gathered.
pub struct Reading<'a> {
    limits: Limits,
    files: usize,
    bytes: u64,
    /// Bytes that may still come out of packed files, those that are refused in the end included.
    work: u64,
    memory: usize,
    /// Whether this process is there for reading only, with limits of its own: then formats are opened
    /// whose readers trust what they read.
    on_its_own: bool,
    /// Where copies may be made.
    scratch: Option<PathBuf>,
    /// How much processor time this process may have used when another file is begun.
    until: Option<Duration>,
    /// Places that are left out.
    without: BTreeSet<String>,
    /// Is told which file is looked at.
    at: Option<Listener<'a>>,
    evidence: Evidence,
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            files: limits.files,
            bytes: limits.bytes,
            work: limits.bytes.saturating_mul(WORK),
            memory: limits.memory,
            on_its_own: false,
            scratch: None,
            until: None,
            without: BTreeSet::new(),
            at: None,
            evidence: Evidence::default(),
        }
    }

    /// Says that this process is there for reading only and has limits of its own; without it, workbooks
    /// of the old format are not opened. Copies of databases are made in the folder `scratch`, and no
    /// file is begun once `time` of the processor has been used.
    #[must_use]
    pub fn in_a_process_of_its_own(mut self, scratch: Option<PathBuf>, time: Duration) -> Self {
        (self.on_its_own, self.scratch) = (true, scratch);
        self.until = Some(used() + time);
        self
    }

    /// Leaves places out.
    #[must_use]
    pub fn without(mut self, places: impl IntoIterator<Item = String>) -> Self {
        self.without.extend(places);
        self
    }

    /// Tells of each file before it is looked at.
    #[must_use]
    pub fn telling(mut self, at: impl FnMut(&str) + 'a) -> Self {
        self.at = Some(Box::new(at));
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
        if self.begins(place) && self.spend_file(place) && self.spend(place, kept) {
            self.content(place, bytes, 0);
        }
    }

    /// Whether a file is to be looked at; says so first.
    fn begins(&mut self, place: &str) -> bool {
        if self.without.contains(place) {
            return false;
        }
        if self.until.is_some_and(|until| used() > until) {
            self.note_once(place, Remark::Limit("time".into()));
            return false;
        }
        if let Some(at) = &mut self.at {
            at(place);
        }
        true
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
            return self.note(&place(inside), Remark::Limit("folders in folders".into()));
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
        if !self.begins(place) || !self.spend_file(place) {
            return;
        }
        match contents(path, self.bytes) {
            Ok(bytes) if !self.spend(place, bytes.len() as u64) => {}
            Ok(bytes) if bytes.starts_with(store::MAGIC) => {
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                let log = contents(Path::new(&log), self.bytes).ok();
                self.store(place, &bytes, log.as_deref());
            }
            Ok(bytes) => self.content(place, &bytes, 0),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                self.note(place, Remark::Limit("bytes".into()));
            }
            Err(error) => self.note(place, Remark::Unreadable(error.to_string())),
        }
    }

    fn store(&mut self, place: &str, bytes: &[u8], log: Option<&[u8]>) {
        match store::read(bytes, log, self.memory as u64, self.scratch.as_deref()) {
            Ok(tables) => self.each_apart(place, Kind::Store, tables, 0),
            Err(store::Refused::TooLarge) => self.note(place, Remark::Limit("memory".into())),
            Err(store::Refused::TooMany) => self.note(place, Remark::Limit("tables".into())),
            Err(_) => self.note(place, Remark::Sealed("an SQLite database".into())),
        }
    }

    /// Tables of one file of which each has its own text: its values, one a line.
    fn each_apart(&mut self, place: &str, kind: Kind, tables: Vec<Table>, nesting: usize) {
        for table in tables {
            let values: Vec<_> = table
                .records
                .iter()
                .flat_map(|record| record.values())
                .collect();
            let text = values.join("\n").into();
            self.tables(place, kind, vec![table], &text, nesting);
        }
    }

    fn tables(
        &mut self,
        place: &str,
        kind: Kind,
        tables: Vec<Table>,
        text: &Arc<str>,
        nesting: usize,
    ) {
        let values = tables.iter().flat_map(|table| &table.records);
        let cost = values.map(|record| {
            let cells = record.cells.iter();
            CELL + cells.map(|cell| CELL + cell.value.len()).sum::<usize>()
        });
        let cost = text.len() + cost.sum::<usize>();
        let Some(left) = self.memory.checked_sub(cost) else {
            return self.note(place, Remark::Limit("memory".into()));
        };
        self.memory = left;
        let mut nested = Vec::new();
        for table in tables {
            let place = match &table.name {
                Some(name) => format!("{place}#{name}"),
                None => place.to_owned(),
            };
            if nesting < self.limits.nesting {
                match nested::of(&table, &mut self.bytes) {
                    Some(inside) => nested.push((place.clone(), inside)),
                    None => self.note_once(&place, Remark::Limit("bytes".into())),
                }
            }
            self.evidence.containers.push(Container {
                place,
                kind,
                columns: table.columns,
                records: table.records,
                text: Arc::clone(text),
            });
        }
        // The containers of a file follow each other; what stands in their values comes behind.
        for (place, inside) in nested {
            self.inside(&place, inside, nesting);
        }
    }

    /// Takes a file off what may still be read.
    fn spend_file(&mut self, place: &str) -> bool {
        let Some(files) = self.files.checked_sub(1) else {
            self.note_once(place, Remark::Limit("files".into()));
            return false;
        };
        self.files = files;
        true
    }

    /// Takes bytes off what may still be read.
    fn spend(&mut self, place: &str, bytes: u64) -> bool {
        let Some(left) = self.bytes.checked_sub(bytes) else {
            self.note(place, Remark::Limit("bytes".into()));
            return false;
        };
        self.bytes = left;
        true
    }

    fn refuse(&mut self, place: &str, refused: Refused) {
        let remark = match refused {
            Refused::Damaged(what) => Remark::Damaged(what),
            Refused::TooLarge => Remark::Limit("bytes".into()),
            Refused::TooMany => Remark::Limit("files".into()),
        };
        self.note(place, remark);
    }

    fn note(&mut self, place: &str, remark: Remark) {
        let place = place.to_owned();
        match self.evidence.notes.len() {
            MOST_NOTES.. => {}
            count => self.evidence.notes.push(Note {
                place,
                remark: match count + 1 {
                    MOST_NOTES => Remark::More,
                    _ => remark,
                },
            }),
        }
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
