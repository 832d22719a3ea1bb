//! Files that nobody vouches for are read by a process of its own: the readers of workbooks take memory by
//! what a file claims to hold, and a failed allocation ends whoever reads.

use std::{
    env,
    path::PathBuf,
    process::{Command, exit},
};

use super::Failure;

/// Calls this program again with the same arguments and one more, and ends as that does.
///
/// # Errors
/// When it cannot be called, or was ended by what it read.
pub(super) fn again_with_limits(flag: &str, files: &[PathBuf]) -> Result<(), Failure> {
    let failed = |error| Failure::Work(format!("cannot start the reader of exports: {error}"));
    let program = env::current_exe().map_err(failed)?;
    // Behind the name of the command, before everything that may end the options.
    let mut arguments: Vec<_> = env::args_os().skip(1).collect();
    arguments.insert(arguments.len().min(1), flag.into());
    let status = Command::new(program)
        .args(arguments)
        .status()
        .map_err(failed)?;
    match status.code() {
        Some(0) => Ok(()),
        // It has said why.
        Some(code @ (1 | 2)) => exit(code),
        _ => {
            let files: Vec<_> = files
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            Err(Failure::Usage(format!(
                "{}: the reader was ended by what it read ({status}): the file is damaged, or claims to hold \
                 far more than it does",
                files.join(", ")
            )))
        }
    }
}

/// Sets limits on this process that fit to read these files: so much memory for each of their bytes, and a
/// gigabyte besides.
#[cfg(unix)]
pub(super) fn limit(files: &[PathBuf]) {
    use rustix::process::{Resource, getrlimit, setrlimit};

    /// Tables of small cells take this many times the bytes of their file.
    const TIMES: u64 = 64;
    const BESIDES: u64 = 1 << 30;
    /// Seconds, and bytes of input for another one.
    const SECONDS: u64 = 120;
    const BYTES_A_SECOND: u64 = 1 << 18;

    let sizes = files.iter().filter_map(|file| file.metadata().ok());
    let bytes: u64 = sizes.map(|data| data.len()).sum();
    for (resource, most) in [
        (Resource::Data, BESIDES + bytes.saturating_mul(TIMES)),
        (Resource::Cpu, SECONDS + bytes / BYTES_A_SECOND),
        (Resource::Core, 0),
    ] {
        let mut limit = getrlimit(resource);
        limit.current = Some(limit.maximum.map_or(most, |maximum| maximum.min(most)));
        // A wish: where the system refuses, the process is as it was.
        let _ = setrlimit(resource, limit);
    }
}

/// Elsewhere a process has no such limits.
#[cfg(not(unix))]
pub(super) fn limit(_files: &[PathBuf]) {}
