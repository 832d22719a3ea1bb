//! Where results go: standard output, or a file that appears whole or not at all.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File},
    future::poll_fn,
    io::{self, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, Once, PoisonError},
    task::Poll,
    thread,
};

use tokio::{
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::Failure;

/// Writes a file that nobody ever reads half.
pub(super) fn write_whole(file: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut out = Output::to(file)?;
    out.put(content)?;
    out.finish()
}

/// A place for a result. Without [`Output::finish`] a file stays as it was before.
pub(super) struct Output {
    to: To,
}

enum To {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    File {
        file: PathBuf,
        part: Part,
        writer: BufWriter<File>,
    },
}

/// Removed again unless it became the file.
struct Part(PathBuf);

impl Part {
    /// The file a part is written to, beside the one it becomes.
    fn of(file: &Path) -> io::Result<(Self, File)> {
        let mut name: OsString = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = file.with_file_name(name);
        // Noted before it is there: between the two the program may be ended.
        unfinished().insert(part.clone());
        let part = Self(part);
        let writer = File::create(&part.0)?;
        Ok((part, writer))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
        unfinished().remove(&self.0);
    }
}

/// The parts there are.
fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Output {
    /// The output of a name: `-` is standard output.
    pub(super) fn named(name: &Path) -> Result<Self, Failure> {
        if name == Path::new("-") {
            return Ok(Self {
                to: To::Stdout(BufWriter::new(io::stdout().lock())),
            });
        }
        end_on_signals();
        Self::to(name)
    }

    fn to(file: &Path) -> Result<Self, Failure> {
        let (part, writer) = Part::of(file).map_err(|error| failed(file, &error))?;
        Ok(Self {
            to: To::File {
                file: file.to_owned(),
                part,
                writer: BufWriter::new(writer),
            },
        })
    }

    /// Whether a person would see the bytes.
    pub(super) fn is_terminal(name: &Path) -> bool {
        name == Path::new("-") && io::stdout().is_terminal()
    }

    /// Lets the file appear.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.to {
            To::Stdout(mut out) => out.flush().map_err(|error| to_stdout(&error)),
            To::File {
                file,
                part,
                mut writer,
            } => {
                writer.flush().map_err(|error| failed(&file, &error))?;
                drop(writer);
                fs::rename(&part.0, &file).map_err(|error| failed(&file, &error))
            }
        }
    }

    /// Writes, and says what went wrong where.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.to {
            To::Stdout(out) => out.write_all(bytes).map_err(|error| to_stdout(&error)),
            To::File { file, writer, .. } => writer
                .write_all(bytes)
                .map_err(|error| failed(file, &error)),
        }
    }
}

/// From now on a signal that ends the program takes away what is not finished. For commands that write
/// one result and are at nothing else.
fn end_on_signals() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A wish: where the system refuses, the program ends as it would, and a part stays.
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        let listened = {
            let _inside = runtime.enter();
            let ends = [
                SignalKind::interrupt(),
                SignalKind::terminate(),
                SignalKind::hangup(),
                SignalKind::quit(),
            ];
            ends.map(|kind| Some((kind, signal(kind).ok()?)))
        };
        _ = thread::Builder::new().spawn(move || {
            let kind = runtime.block_on(first(listened));
            for part in &*unfinished() {
                let _ = fs::remove_file(part);
            }
            std::process::exit(128 + kind.as_raw_value());
        });
    });
}

/// Waits for the first signal that comes.
async fn first(mut listened: [Option<(SignalKind, Signal)>; 4]) -> SignalKind {
    poll_fn(|context| {
        for (kind, signal) in listened.iter_mut().flatten() {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(*kind);
            }
        }
        Poll::Pending
    })
    .await
}

fn failed(file: &Path, error: &io::Error) -> Failure {
    Failure::Work(format!("cannot write {}: {error}", file.display()))
}

fn to_stdout(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::Closed;
    }
    Failure::Work(format!("cannot write to standard output: {error}"))
}
