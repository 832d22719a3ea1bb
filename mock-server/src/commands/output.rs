//! Where results go: standard output, or a file that appears whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
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

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Output {
    /// The output of a name: `-` is standard output.
    pub(super) fn named(name: &Path) -> Result<Self, Failure> {
        if name == Path::new("-") {
            return Ok(Self {
                to: To::Stdout(BufWriter::new(io::stdout().lock())),
            });
        }
        Self::to(name)
    }

    fn to(file: &Path) -> Result<Self, Failure> {
        let mut name: OsString = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = file.with_file_name(name);
        let writer = File::create(&part).map_err(|error| failed(file, &error))?;
        Ok(Self {
            to: To::File {
                file: file.to_owned(),
                part: Part(part),
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

fn failed(file: &Path, error: &io::Error) -> Failure {
    Failure::Work(format!("cannot write {}: {error}", file.display()))
}

fn to_stdout(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::Closed;
    }
    Failure::Work(format!("cannot write to standard output: {error}"))
}
