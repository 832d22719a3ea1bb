//! What the watcher does: it listens, and clears up behind a kit that was killed.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    os::unix::{ffi::OsStrExt as _, process::parent_id},
    path::PathBuf,
    thread::sleep,
    time::{Duration, Instant},
};

use super::super::remove;

/// The longest word that is listened to: no system takes longer paths.
const LONGEST: u64 = 64 * 1024;

/// How long the kit may take to be gone once its pipe has ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time between two looks.
const LOOK: Duration = Duration::from_millis(20);

/// Looks for processes at most; each one ends all it finds.
const LOOKS: usize = 200;

/// So many looks that find nobody are believed: a client may have been about to start.
const QUIET: usize = 3;

/// What there is.
#[derive(Debug, Default)]
struct Known {
    folders: BTreeSet<PathBuf>,
    /// The leaders of the clients' groups.
    runs: BTreeSet<i32>,
}

/// Listens until the kit has ended, then ends the processes and takes away the folders that it left.
/// `marks` is how the marks of its runs begin.
pub fn keep_watch(words: impl Read, marks: &str) {
    let kit = parent_id();
    let known = Known::heard(words);
    if known.folders.is_empty() && known.runs.is_empty() {
        return;
    }
    // The pipe ends before the kit's children are given to another parent.
    let begun = Instant::now();
    while parent_id() == kit && begun.elapsed() < PATIENCE {
        sleep(LOOK);
    }
    known.end_processes(marks);
    for folder in &known.folders {
        let _ = remove::tree(folder);
    }
}

impl Known {
    /// All that is told until the pipe ends, less what is told to be over.
    fn heard(words: impl Read) -> Self {
        let mut known = Self::default();
        let mut words = BufReader::new(words);
        let mut word = Vec::new();
        loop {
            word.clear();
            let read = words.by_ref().take(LONGEST).read_until(0, &mut word);
            // A word that is cut off was about to be told; what it is about may be there.
            if !matches!(read, Ok(1..)) {
                return known;
            }
            if word.pop_if(|last| *last == 0).is_none() {
                return known;
            }
            let Some((letter, about)) = word.split_first() else {
                continue;
            };
            let path = || PathBuf::from(OsStr::from_bytes(about));
            let run = || std::str::from_utf8(about).ok()?.parse::<i32>().ok();
            match letter {
                b'F' => _ = known.folders.insert(path()),
                b'f' => _ = known.folders.remove(&path()),
                b'R' => known.runs.extend(run()),
                b'r' => _ = run().map(|run| known.runs.remove(&run)),
                _ => {}
            }
        }
    }

    /// Ends what is known by its group or its mark, or is an orphan that works in one of the folders.
    #[cfg(target_os = "linux")]
    fn end_processes(&self, marks: &str) {
        use super::super::process_group::processes;
        use rustix::process::{Pid, Signal, getpid, kill_process};

        let own = getpid().as_raw_nonzero().get();
        let mut quiet = 0;
        for _ in 0..LOOKS {
            // Whoever was given the watcher was given the orphans of the same kit.
            let parent = parent_id().cast_signed();
            let is_left = |pid: &i32| {
                let Some(status) = processes::status(&pid.to_string()) else {
                    return false;
                };
                let is_marked = || {
                    let mark = processes::mark_of(*pid);
                    mark.is_some_and(|mark| mark.starts_with(marks.as_bytes()))
                };
                let is_inside = || {
                    let folder = processes::working_folder(*pid);
                    folder.is_some_and(|at| self.folders.iter().any(|one| at.starts_with(one)))
                };
                !status.ended
                    && (self.runs.contains(&status.group)
                        || is_marked()
                        || status.parent == parent && is_inside())
            };
            let left = processes::every_process().filter(|pid| *pid != own);
            let left: Vec<_> = left.filter(is_left).collect();
            quiet = if left.is_empty() { quiet + 1 } else { 0 };
            if quiet == QUIET {
                return;
            }
            for pid in left.into_iter().filter_map(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL);
            }
            sleep(LOOK);
        }
    }

    /// Elsewhere only the groups are known.
    #[cfg(not(target_os = "linux"))]
    fn end_processes(&self, _marks: &str) {
        use rustix::process::{Pid, Signal, kill_process_group};
        for leader in self.runs.iter().copied().filter_map(Pid::from_raw) {
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_forgotten_and_half_a_word_is_nothing() {
        let known = Known::heard(&b"F/tmp/a\0R12\0F/tmp/b\nc\0f/tmp/a\0R13\0r12\0F/tm"[..]);
        assert_eq!(known.folders, BTreeSet::from(["/tmp/b\nc".into()]));
        assert_eq!(known.runs, BTreeSet::from([13]));
    }
}
