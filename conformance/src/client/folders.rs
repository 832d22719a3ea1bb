//! The folders of a run, all under one temporary folder that goes when the run is over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::remove;

/// The folders of one client in one case: `{state}`, and new folders for each step.
#[derive(Debug)]
pub struct Workplace {
    root: TempDir,
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
    /// A new workplace in the system's temporary folder.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new() -> io::Result<Self> {
        let root = tempfile::Builder::new().prefix("hq-client-").tempdir()?;
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
    /// A folder cannot be made.
    pub fn next_step(&mut self) -> io::Result<StepFolders> {
        self.steps += 1;
        let step = self.room.join(step_name(self.steps));
        fs::create_dir(&step)?;
        let make = |name: &str| {
            let folder = step.join(name);
            fs::create_dir(&folder).map(|()| folder)
        };
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

impl Drop for Workplace {
    fn drop(&mut self) {
        // What is left is tried once more by its own way of going.
        let _ = remove::tree(self.root.path());
    }
}

/// The folders of a step.
const STEP_FOLDERS: [&str; 6] = ["out", "cwd", "home", "tmp", "dump", "given"];

fn step_name(number: usize) -> String {
    format!("step-{number}")
}
