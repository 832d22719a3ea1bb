//! The watcher: a process beside the kit that clears up where the kit is killed and cannot.
//!
//! It is the kit's own program, started with a hidden command, and is told through a pipe which folders
//! and runs there are. When the pipe ends, the kit has ended: what is left then is taken away. A kit
//! that cleared up itself leaves nothing to do.

mod duty;

use std::{
    io::Write as _,
    os::unix::{ffi::OsStrExt as _, process::CommandExt as _},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustix::process::Pid;

pub use duty::keep_watch;

use super::process_group;

/// The hidden command by which the kit calls itself.
pub const COMMAND: &str = "keep-watch";

/// What the watcher is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word<'a> {
    /// A folder will be made.
    Folder(&'a Path),
    /// It is gone.
    FolderGone(&'a Path),
    /// A client was started, which leads this group.
    Run(Pid),
    /// All of it is gone.
    RunOver(Pid),
}

impl Word<'_> {
    /// As it goes through the pipe: a letter, what it is about, and a zero byte, which no path holds.
    fn bytes(self) -> Vec<u8> {
        let (letter, about) = match self {
            Self::Folder(path) => (b'F', path.as_os_str().as_bytes().to_vec()),
            Self::FolderGone(path) => (b'f', path.as_os_str().as_bytes().to_vec()),
            Self::Run(pid) => (b'R', pid.as_raw_nonzero().to_string().into_bytes()),
            Self::RunOver(pid) => (b'r', pid.as_raw_nonzero().to_string().into_bytes()),
        };
        [&[letter], about.as_slice(), &[0]].concat()
    }
}

/// The watcher of this process, if it has one.
fn watcher() -> MutexGuard<'static, Option<(Child, ChildStdin)>> {
    static WATCHER: Mutex<Option<(Child, ChildStdin)>> = Mutex::new(None);
    WATCHER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A watcher that is at work as long as this lives.
#[derive(Debug)]
pub struct Watched(());

/// Starts the watcher of this process. `program` is the kit. A wish: where it cannot be started, a kit
/// that is killed leaves behind what it has made.
#[must_use]
pub fn start(program: &Path) -> Watched {
    let mut watcher = watcher();
    if watcher.is_none() {
        let started = Command::new(program)
            .arg(COMMAND)
            .arg(process_group::marks())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            // What a terminal sends to the kit's group does not end it.
            .process_group(0)
            .spawn();
        *watcher = started
            .ok()
            .and_then(|mut child| child.stdin.take().map(|pipe| (child, pipe)));
    }
    Watched(())
}

impl Drop for Watched {
    fn drop(&mut self) {
        let Some((mut child, pipe)) = watcher().take() else {
            return;
        };
        drop(pipe);
        let _ = child.wait();
    }
}

/// Tells the watcher, if there is one.
pub(super) fn tell(word: Word<'_>) {
    if let Some((_, pipe)) = watcher().as_mut() {
        // Where it has been ended there is nobody to tell, and nothing else is lost.
        let _ = pipe.write_all(&word.bytes());
    }
}
