//! The folders of a run, all under one temporary folder that goes when the run is over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::temporary::TemporaryFolder;

/// The room that has to be left where a client works, in bytes.
const ROOM: u64 = 4 * 1024 * 1024;

/// How the names of workplaces begin.
pub const PREFIX: &str = "hq-client-";

/// The folders of one client in one case: `{state}`, and new folders for each step.
#[derive(Debug)]
pub struct Workplace {
    root: TemporaryFolder,
    /// Two folders below the root, so that a name that leads two folders up still ends in it.
    room: PathBuf,
    state: PathBuf,
    steps: usize,
}

/// The folders of one step. They exist and, but for `state`, are empty; those of files that most clients
/// are never given or never make, `dump` and `given`, are left to whoever needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFolders {
    /// `{out}`: for what the client produces.
    pub out: PathBuf,
    /// `{state}`: survives from step to step.
    pub state: PathBuf,
    /// The working folder, unless the manifest names another.
    pub cwd: PathBuf,
    /// The home folder, unless the manifest inherits the user's.
    pub home: PathBuf,
    /// For temporary files, so that nothing need be written outside.
    pub tmp: PathBuf,
    /// For what a dump command writes; see [`StepFolders::for_dump`]. Made where there is one.
    pub dump: PathBuf,
    /// Holds the file that the client is to read; made where it is to read one.
    pub given: PathBuf,
}

impl StepFolders {
    /// The same folders for the dump command that follows the step: what it writes to `{out}` is
    /// kept apart from what the client wrote there.
    #[must_use]
    pub fn for_dump(&self) -> Self {
        Self {
            out: self.dump.clone(),
            ..self.clone()
        }
    }
}

impl Workplace {
    /// A new workplace; see [`base`](super::temporary::base).
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new() -> io::Result<Self> {
        let root = TemporaryFolder::new(PREFIX)?;
        let room = root.path().join("kit").join("room");
        let state = room.join("state");
        fs::create_dir_all(&state)?;
        Ok(Self {
            root,
            room,
            state,
            steps: 0,
        })
    }

    /// The folder everything lies in.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// `{state}`.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Makes the folders of the next step.
    ///
    /// # Errors
    /// A folder cannot be made, or there is no room in it.
    pub fn next_step(&mut self) -> io::Result<StepFolders> {
        self.steps += 1;
        let step = self.room.join(step_name(self.steps));
        let make = |folder: PathBuf| match fs::create_dir(&folder) {
            Ok(()) => Ok(folder),
            Err(error) => Err(at(&folder, &error)),
        };
        let step = make(step)?;
        self.has_room()?;
        let make = |name: &str| make(step.join(name));
        Ok(StepFolders {
            out: make("out")?,
            state: self.state.clone(),
            cwd: make("cwd")?,
            home: make("home")?,
            tmp: make("tmp")?,
            dump: step.join("dump"),
            given: step.join("given"),
        })
    }

    /// Whether a client could write here: the folder is still there, and has room. Asked before a step
    /// and behind it, so that no client is blamed for a full disk.
    ///
    /// # Errors
    /// It could not; why, and what to do.
    pub fn has_room(&self) -> io::Result<()> {
        let probe = self.room.join(".room");
        let written = fs::write(&probe, [0; 4096]).and_then(|()| fs::remove_file(&probe));
        written.map_err(|error| at(&self.room, &error))?;
        let system =
            rustix::fs::statvfs(&self.room).map_err(|error| at(&self.room, &error.into()))?;
        let room = system.f_bavail.saturating_mul(system.f_frsize);
        // Some systems do not count at all.
        if system.f_blocks > 0 && room < ROOM {
            return Err(no_room(
                self.root(),
                &format!("only {} KiB are left", room / 1024),
            ));
        }
        Ok(())
    }

    /// What lies beside the folders of the steps, where no client should write: paths from the root.
    #[must_use]
    pub fn strangers(&self) -> Vec<String> {
        let mut strangers = Vec::new();
        let mut look = |folder: &Path, ours: &dyn Fn(&str) -> bool| {
            let Ok(entries) = fs::read_dir(folder) else {
                return;
            };
            for entry in entries.flatten() {
                if !ours(&entry.file_name().to_string_lossy()) {
                    let path = entry.path();
                    let path = path.strip_prefix(self.root.path()).unwrap_or(&path);
                    strangers.push(path.display().to_string());
                }
            }
        };
        look(self.root.path(), &|name| name == "kit");
        look(&self.root.path().join("kit"), &|name| name == "room");
        let steps: Vec<_> = (1..=self.steps).map(step_name).collect();
        look(&self.room, &|name| {
            name == "state" || steps.iter().any(|step| step == name)
        });
        for step in &steps {
            look(&self.room.join(step), &|name| STEP_FOLDERS.contains(&name));
        }
        strangers.sort();
        strangers
    }
}

/// The folders of a step.
const STEP_FOLDERS: [&str; 6] = ["out", "cwd", "home", "tmp", "dump", "given"];

/// An error of the system with the place where it happened.
fn at(place: &Path, error: &io::Error) -> io::Error {
    let is_full = [
        io::ErrorKind::StorageFull,
        io::ErrorKind::QuotaExceeded,
        io::ErrorKind::FileTooLarge,
    ];
    if is_full.contains(&error.kind()) {
        return no_room(place, &error.to_string());
    }
    io::Error::new(error.kind(), format!("{}: {error}", place.display()))
}

fn no_room(place: &Path, what: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::StorageFull,
        format!(
            "{}: no room for the client's files, {what}; make room, or set TMPDIR to a folder that has some",
            place.display()
        ),
    )
}

fn step_name(number: usize) -> String {
    format!("step-{number}")
}
