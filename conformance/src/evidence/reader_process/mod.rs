//! What a client left behind is read by a process of its own: some files are made to end, hang or fill
//! whoever opens them, and the readers of old formats were written for files one trusts.
//!
//! The program of the kit calls itself. The child lowers its own limits, reads what it is told and hands
//! the evidence back; it serves one reading after another, and is replaced when it dies. The file it died
//! of is left out, and said to be unread.
//!
//! - [`message`]: what the two tell each other
//! - `child`: the child's side, and its limits

mod child;
mod message;

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    os::{fd::AsFd as _, unix::process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

pub use child::run as serve;
pub use message::{Asked, Folder, Printed};
use message::{Frame, GREETING};

use super::reading::{Evidence, Note, Remark};
use crate::client::temporary::TemporaryFolder;

/// The command of the kit that reads; it calls itself so.
pub const COMMAND: &str = "read-evidence";

/// How long a reading may take in all. Processor time is bounded by the child itself, and much tighter;
/// this is for whatever waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many files of one reading may end their reader before no more is read.
const MOST_DEATHS: usize = 4;

/// The largest message of a child, in bytes.
const LARGEST_MESSAGE: usize = 96 << 20;

/// Why nothing could be read: the kit's own trouble.
#[derive(Debug, thiserror::Error)]
pub enum CannotRead {
    /// The reader could not be started.
    #[error("the process that reads what a client left could not be started: {0}")]
    NotStarted(#[source] io::Error),
}

/// Readers that wait for work. As many are started as readings go on at once.
#[derive(Debug)]
pub struct Readers {
    program: PathBuf,
    idle: Mutex<Vec<Reader>>,
    /// Set when the program turned out to be none that reads.
    is_none: AtomicBool,
}

/// One process that reads.
#[derive(Debug)]
struct Reader {
    /// Where it may make copies; goes with it.
    scratch: TemporaryFolder,
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

/// What came of one try.
enum Try {
    Read(Box<Evidence>),
    /// It died, or had to be ended, while it looked at this place.
    Died(Option<String>, &'static str),
}

impl Readers {
    /// Readers by the program of the kit.
    #[must_use]
    pub fn of(program: &Path) -> Self {
        Self {
            program: program.to_owned(),
            idle: Mutex::default(),
            is_none: AtomicBool::new(false),
        }
    }

    /// Reads what is asked for. A program that is not the kit, such as one that uses this library, does
    /// not answer as a reader; then nothing comes of it.
    ///
    /// # Errors
    /// The reader cannot be started.
    pub fn read(&self, mut asked: Asked) -> Result<Option<Evidence>, CannotRead> {
        let mut left_out = Vec::new();
        loop {
            let Some(mut reader) = self.reader().map_err(CannotRead::NotStarted)? else {
                return Ok(None);
            };
            asked.scratch = Some(reader.scratch.path().to_owned());
            match reader.read(&asked) {
                Try::Read(mut evidence) => {
                    self.lock().push(reader);
                    evidence.notes.append(&mut left_out);
                    return Ok(Some(*evidence));
                }
                Try::Died(place, why) => {
                    reader.end();
                    let place_known = place.is_some();
                    let place = place.unwrap_or_else(|| "what the client left".to_owned());
                    asked.skip.push(place.clone());
                    left_out.push(Note {
                        place,
                        remark: Remark::EndedItsReader(why.into()),
                    });
                    if !place_known || left_out.len() > MOST_DEATHS {
                        return Ok(Some(Evidence {
                            containers: Vec::new(),
                            notes: left_out,
                        }));
                    }
                }
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader that waits, or a new one; none where the program is not the kit.
    fn reader(&self) -> io::Result<Option<Reader>> {
        if self.is_none.load(Ordering::Relaxed) {
            return Ok(None);
        }
        if let Some(reader) = self.lock().pop() {
            return Ok(Some(reader));
        }
        let scratch = TemporaryFolder::new("hq-reader-")?;
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            // A signal from the terminal is for the kit, which ends its readers when it has cleared up.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("it has no pipes"));
        };
        let mut reader = Reader {
            scratch,
            child,
            input,
            output,
        };
        let until = Instant::now() + PATIENCE;
        let mut greeting = [0; GREETING.len()];
        if reader.fill(&mut greeting, until).is_ok() && greeting == *GREETING {
            return Ok(Some(reader));
        }
        reader.end();
        self.is_none.store(true, Ordering::Relaxed);
        Ok(None)
    }
}

impl Reader {
    fn read(&mut self, asked: &Asked) -> Try {
        let until = Instant::now() + PATIENCE;
        let mut place = None;
        // A child that dies says so by the end of its output.
        if message::write(&mut self.input, asked).is_err() {
            return Try::Died(None, "it ended");
        }
        loop {
            match self.frame(until) {
                Ok(Frame::At(at)) => place = Some(at),
                Ok(Frame::Done(evidence)) => return Try::Read(Box::new(evidence.into())),
                Err(error) => {
                    let why = match error.kind() {
                        ErrorKind::TimedOut => "it takes too long",
                        ErrorKind::FileTooLarge => "it holds too much",
                        _ => {
                            "it needs more memory or time than a reader has, or is made to do harm"
                        }
                    };
                    return Try::Died(place, why);
                }
            }
        }
    }

    fn frame(&mut self, until: Instant) -> io::Result<Frame> {
        let mut length = [0; 8];
        self.fill(&mut length, until)?;
        let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
        if length > LARGEST_MESSAGE {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let mut bytes = vec![0; length];
        self.fill(&mut bytes, until)?;
        message::understood(&bytes)
    }

    /// Reads as many bytes as there is room for, or fails when the time is over.
    fn fill(&mut self, mut room: &mut [u8], until: Instant) -> io::Result<()> {
        while !room.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            let left = Timespec::try_from(left).map_err(io::Error::other)?;
            let mut waited = [PollFd::from_borrowed_fd(self.output.as_fd(), PollFlags::IN)];
            match poll(&mut waited, Some(&left)) {
                Ok(0) => return Err(ErrorKind::TimedOut.into()),
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            match self.output.read(room) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => room = &mut room[count..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn end(mut self) {
        let _ = self.input.flush();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        for reader in std::mem::take(&mut *self.lock()) {
            reader.end();
        }
    }
}
