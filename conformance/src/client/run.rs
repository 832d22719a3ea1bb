//! One step of a client: started, watched, ended, with all it left behind in processes gone.
//!
//! ```
//! use hq_conformance::client::{
//!     folders::Workplace,
//!     manifest::{Client, Operation},
//!     placeholders::{Placeholder, Values},
//!     run::{Exit, Step},
//! };
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! let client = Client::from_shell("echo {url} | tr a-z A-Z".as_ref(), "/".as_ref())?;
//! let rules = &client.operations[&Operation::FormExport];
//! let mut workplace = Workplace::new()?;
//! let folders = workplace.next_step()?;
//! let mut values = Values::new();
//! values.set(Placeholder::Url, "http://localhost/a/demo/reports/export/");
//! let step = Step {
//!     command: &rules.command,
//!     further: &[],
//!     rules: &client.rules,
//!     folders: &folders,
//!     here: &client.here,
//!     values: &values,
//!     stdout_kept: rules.stdout_kept(),
//! };
//! let run = step.run().await?;
//! assert_eq!(run.exit, Exit::Exited(0));
//! assert_eq!(run.stdout.text(), "HTTP://LOCALHOST/A/DEMO/REPORTS/EXPORT/\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{
    env,
    ffi::{OsStr, OsString},
    future::{Future, pending},
    io,
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    pin::pin,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rustix::{io::Errno, process::Pid};
use tokio::process::Child;

use super::{
    command::Command,
    folders::StepFolders,
    manifest::{Home, RunRules},
    pipes::{Captured, KEPT},
    placeholders::{Placeholder, PlaceholderError, Values},
    process_group::{self, MARK, Run},
};

/// How long an output may stay open once every process that is known to hold it is dead.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// One step to run.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// What to call.
    pub command: &'a Command,
    /// Arguments behind those of the command, with placeholders; a line for the shell has none.
    pub further: &'a [OsString],
    /// How.
    pub rules: &'a RunRules,
    /// Where.
    pub folders: &'a StepFolders,
    /// The manifest's folder.
    pub here: &'a Path,
    /// The values but for `{out}`, `{state}` and `{here}`, which follow from the folders.
    pub values: &'a Values,
    /// How many bytes of standard output are kept; see [`OperationRules::stdout_kept`].
    ///
    /// [`OperationRules::stdout_kept`]: super::manifest::OperationRules::stdout_kept
    pub stdout_kept: usize,
}

/// A step with its values filled in, its program found.
struct Call {
    program: PathBuf,
    arguments: Vec<OsString>,
    cwd: PathBuf,
    values: Values,
}

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRun {
    /// How it ended.
    pub exit: Exit,
    /// Its standard output.
    pub stdout: Captured,
    /// Its standard error.
    pub stderr: Captured,
    /// From the start to the end of the client itself.
    pub duration: Duration,
    /// Processes that outlived the client or left its group, and were killed.
    pub strays_killed: usize,
}

/// How a client ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code.
    Exited(i32),
    /// By a signal that did not come from the kit.
    Signal(i32),
    /// By the kit: the time was over.
    TimedOut,
    /// By the kit: the case wanted it to end now.
    Stopped,
    /// By the kit: it asked again and again without end.
    Looped,
}

impl Exit {
    /// Whether the client said that all went well.
    #[must_use]
    pub fn is_success(&self) -> bool {
        *self == Self::Exited(0)
    }
}

/// What to do about a whole command in one pair of quotes.
fn in_one_word(program: &str) -> &'static str {
    match program.trim().contains(char::is_whitespace) && !Path::new(program).is_absolute() {
        true => {
            ": the whole command is one word; leave out the quotes around it, or give it to --shell"
        }
        false => "",
    }
}

/// Why a step cannot be run at all: the user has to change something.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StepError {
    /// A placeholder without a value.
    #[error(transparent)]
    Placeholder(#[from] PlaceholderError),
    /// The client program is not there.
    #[error(
        "the client program `{program}` was not found{}; looked for in {looked}",
        in_one_word(program)
    )]
    NoProgram {
        /// The program as the command names it, placeholders filled in.
        program: String,
        /// The places looked at.
        looked: String,
    },
    /// It is there, and the system does not run it.
    #[error("the client program {} could not be started: {reason}", program.display())]
    NotRunnable {
        /// The program.
        program: PathBuf,
        /// Why, and what to look at.
        reason: String,
    },
    /// The client had not begun, and it was not its fault: the kit lacks memory, files or room.
    #[error("the client could not be started: {0}")]
    NotBegun(String),
}

impl Step<'_> {
    /// Runs the step to its end.
    ///
    /// # Errors
    /// The step cannot be run; see [`StepError`].
    pub async fn run(self) -> Result<ClientRun, StepError> {
        self.run_until(pending()).await
    }

    /// Finds out whether the step can be run, without running it.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn check(self) -> Result<(), StepError> {
        self.call().map(|_| ())
    }

    /// Runs the step until it ends or `stop` is ready, which ends it as soon as it has done what it
    /// could with what it has.
    ///
    /// # Errors
    /// The step cannot be run; see [`StepError`].
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<ClientRun, StepError> {
        let Call {
            program,
            arguments,
            cwd,
            values,
        } = self.call()?;
        process_group::prepare();
        let run = Run::begin();
        let mut command = tokio::process::Command::new(&program);
        command
            .args(arguments)
            .current_dir(&cwd)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .env(MARK, run.mark())
            .env("TMPDIR", &self.folders.tmp);
        pin_environment(&mut command, self.rules.home, &self.folders.home);
        command.envs(values.environment());

        let started = Instant::now();
        match command.spawn() {
            Ok(child) => self.watch(child, &run, started, stop).await,
            Err(error) => Err(self.not_started(program, &cwd, &error)),
        }
    }

    /// Whose fault it is that a client could not be started.
    fn not_started(&self, program: PathBuf, cwd: &Path, error: &io::Error) -> StepError {
        let reason = match error.kind() {
            _ if !cwd.is_dir() => {
                let what = format!("its working folder {} is not there", cwd.display());
                if self.rules.cwd.is_none() {
                    return StepError::NotBegun(what);
                }
                what
            }
            io::ErrorKind::NotFound if program.exists() => {
                format!("{error}: the interpreter that its first line names is not there")
            }
            io::ErrorKind::PermissionDenied => {
                format!("{error}: it may not be executed (chmod +x makes a script a program)")
            }
            // The system has no name of its own for what is no program at all.
            _ if error.raw_os_error() == Some(Errno::NOEXEC.raw_os_error()) => {
                format!(
                    "{error}: a script begins with a line that names its interpreter (#!/bin/sh)"
                )
            }
            _ => return StepError::NotBegun(error.to_string()),
        };
        StepError::NotRunnable { program, reason }
    }

    /// The step with its values filled in.
    fn call(&self) -> Result<Call, StepError> {
        let mut values = self.values.clone();
        values
            .set(Placeholder::Out, &self.folders.out)
            .set(Placeholder::State, &self.folders.state)
            .set(Placeholder::Here, self.here);
        let mut arguments = self.command.arguments(&values)?;
        for argument in self.further {
            arguments.push(values.expand(argument)?);
        }
        let mut arguments = arguments.into_iter();
        let cwd = match &self.rules.cwd {
            Some(cwd) => self.here.join(values.expand(cwd)?),
            None => self.folders.cwd.clone(),
        };
        Ok(Call {
            program: find(&arguments.next().unwrap_or_default(), &cwd)?,
            arguments: arguments.collect(),
            cwd,
            values,
        })
    }

    /// Waits for the end of a started client and clears up behind it.
    async fn watch(
        self,
        mut child: Child,
        run: &Run,
        started: Instant,
        stop: impl Future<Output = ()>,
    ) -> Result<ClientRun, StepError> {
        let (mut stdout, mut stderr) = (Captured::default(), Captured::default());
        let (out_pipe, err_pipe) = (child.stdout.take(), child.stderr.take());
        let leader = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        let (Some(out_pipe), Some(err_pipe), Some(leader)) = (out_pipe, err_pipe, leader) else {
            return Err(StepError::NotBegun("it has no pipes".to_owned()));
        };

        process_group::limit(leader);
        let mut group = process_group::Group::of(leader);
        let mut forced = None;
        let mut strays_killed = 0;
        let mut duration = Duration::ZERO;
        let status = {
            let mut drained = pin!(async {
                tokio::join!(
                    stdout.drain(out_pipe, self.stdout_kept),
                    stderr.drain(err_pipe, KEPT)
                );
            });
            let ending = async {
                forced = tokio::select! {
                    () = process_group::ended(leader) => None,
                    () = tokio::time::sleep(self.rules.timeout) => Some(Exit::TimedOut),
                    () = async { stop.await; process_group::rests(leader).await } => Some(Exit::Stopped),
                };
                duration = started.elapsed();
                group.kill();
                // A leader may have joined another group of its session.
                let _ = child.start_kill();
                let status = child.wait().await;
                strays_killed = run.clear(leader, forced.is_none()).await;
                status
            };
            // Reading goes on while the client is waited for, or a full pipe would stop it; and it
            // comes to an end only when every process that could write is dead.
            let mut ending = pin!(ending);
            tokio::select! {
                status = &mut ending => {
                    let _ = tokio::time::timeout(LAST_WORDS, drained).await;
                    status
                }
                () = &mut drained => ending.await,
            }
        };
        group.is_over();
        let exit = match forced {
            Some(exit) => exit,
            None => ended_how(status)?,
        };
        Ok(ClientRun {
            exit,
            stdout,
            stderr,
            duration,
            strays_killed,
        })
    }
}

fn ended_how(status: io::Result<ExitStatus>) -> Result<Exit, StepError> {
    let unknown = |error| StepError::NotBegun(format!("its end could not be learned: {error}"));
    let status = status.map_err(unknown)?;
    Ok(match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Exited(code),
        (None, signal) => Exit::Signal(signal.unwrap_or_default()),
    })
}

/// The same surroundings on every machine: language, time zone, no proxy, no values of another run.
fn pin_environment(command: &mut tokio::process::Command, home: Home, fresh: &Path) {
    command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    for scheme in ["http", "https", "ftp", "all", "no"] {
        command.env_remove(format!("{scheme}_proxy"));
        command.env_remove(format!("{}_PROXY", scheme.to_uppercase()));
    }
    for placeholder in Placeholder::ALL {
        command.env_remove(placeholder.variable());
    }
    if home == Home::Fresh {
        command.env("HOME", fresh);
        for variable in ["CONFIG", "DATA", "STATE", "CACHE"] {
            command.env_remove(format!("XDG_{variable}_HOME"));
        }
    }
}

/// Finds the program as the system would: a path from the working folder, a name in `PATH`.
fn find(program: &OsStr, cwd: &Path) -> Result<PathBuf, StepError> {
    let looked = if Path::new(program).components().count() > 1 || Path::new(program).is_absolute()
    {
        vec![cwd.join(program)]
    } else {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(program))
            .collect()
    };
    // A file that may not be executed is found in a path, as the system then says so itself.
    let only = looked.len() == 1;
    let runs = |path: &&PathBuf| {
        path.metadata()
            .is_ok_and(|data| data.is_file() && (only || data.permissions().mode() & 0o111 != 0))
    };
    looked
        .iter()
        .find(runs)
        .cloned()
        .ok_or_else(|| StepError::NoProgram {
            program: program.to_string_lossy().into_owned(),
            looked: match looked.as_slice() {
                [] => "PATH, which is empty".to_owned(),
                [path] => path.display().to_string(),
                paths => paths
                    .iter()
                    .filter_map(|path| path.parent())
                    .map(|folder| folder.display().to_string())
                    .collect::<Vec<_>>()
                    .join(", "),
            },
        })
}
