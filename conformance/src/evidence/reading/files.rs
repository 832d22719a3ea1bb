//! Files and folders are opened, and nothing else.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::{
    fs::{Mode, OFlags},
    time::{ClockId, clock_gettime},
};

/// How many names of one folder are looked at.
const MOST_NAMES: usize = 100_000;

/// The processor time this process has used.
pub(super) fn used() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(used).unwrap_or_default()
}

/// The content of a file. No link is followed, nothing but a file is opened, and nothing is waited for.
///
/// # Errors
/// The system refuses, or there are more bytes than `most`.
pub(super) fn contents(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::empty())?);
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// The names in a folder, sorted.
pub(super) fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = fs::read_dir(folder)?
        .take(MOST_NAMES)
        .map(|entry| Ok(entry?.file_name().into()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    names.sort_unstable();
    Ok(names)
}
