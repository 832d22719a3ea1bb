//! What the system says of processes (Linux).

use std::{fs, path::PathBuf};

use super::MARK;

/// The numbers of all processes there are.
pub(in crate::client) fn every_process() -> impl Iterator<Item = i32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// The mark in a process's environment.
pub(in crate::client) fn mark_of(pid: i32) -> Option<Vec<u8>> {
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    environment
        .split(|byte| *byte == 0)
        .find_map(|entry| entry.strip_prefix(MARK.as_bytes())?.strip_prefix(b"="))
        .map(<[u8]>::to_vec)
}

/// The working folder of a process.
pub(in crate::client) fn working_folder(pid: i32) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{pid}/cwd")).ok()
}

/// What the system says of a process.
pub(in crate::client) struct Status {
    pub(in crate::client) parent: i32,
    pub(in crate::client) group: i32,
    pub(in crate::client) session: i32,
    pub(in crate::client) ended: bool,
    /// Waits for something to happen.
    pub(in crate::client) waits: bool,
}

/// Reads the status of a process: its number, or `self`.
pub(in crate::client) fn status(process: &str) -> Option<Status> {
    let stat = fs::read(format!("/proc/{process}/stat")).ok()?;
    // The program's name stands in parentheses and may hold anything, parentheses too.
    let after_name = stat.iter().rposition(|byte| *byte == b')')? + 1;
    let text = std::str::from_utf8(stat.get(after_name..)?).ok()?;
    let mut fields = text.split_ascii_whitespace();
    let state = fields.next()?;
    let mut number = || fields.next()?.parse::<i32>().ok();
    Some(Status {
        parent: number()?,
        group: number()?,
        session: number()?,
        ended: state == "Z" || state == "X",
        waits: state == "S",
    })
}
