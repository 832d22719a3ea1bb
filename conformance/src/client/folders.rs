//! The folders of a run, all under one temporary folder that goes when the run is over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// The folders of one client in one case: `{state}`, and new folders for each step.
#[derive(Debug)]
pub struct Workplace {
    root: TempDir,
    state: PathBuf,
    steps: usize,
}

/// The folders of one step. All exist and, but for `state`, are empty.
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
    /// For what a dump command writes; see [`StepFolders::for_dump`].
    pub dump: PathBuf,
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
        let state = root.path().join("state");
        fs::create_dir(&state)?;
        Ok(Self {
            root,
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
        let step = self.root.path().join(format!("step-{}", self.steps));
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
            dump: make("dump")?,
        })
    }
}
