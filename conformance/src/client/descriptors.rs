//! How many files the kit may have open, and what follows from it.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are open whatever is played.
const BASE: u64 = 32;

/// Files that one scenario may have open, and those that only wait beside it: pipes, connections, what is
/// read.
const EACH: u64 = 64;

/// As many as a kit on the largest machine needs.
const PLENTY: u64 = 8192;

/// The kit may not have enough files open to do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this process may have {allowed} files open at once, and the kit needs {}: raise the limit (`ulimit -n {}`)",
    BASE + EACH,
    1024
)]
pub struct TooFew {
    /// How many it may have.
    allowed: u64,
}

/// How many scenarios may be played at once, of so many that are wanted. A limit that is lower than it
/// has to be is raised, as far as the system lets everybody do that.
///
/// # Errors
/// There is no room for a single one.
pub fn jobs(wanted: usize) -> Result<usize, TooFew> {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(PLENTY, |most| most.min(PLENTY));
    let mut allowed = limit.current.unwrap_or(PLENTY);
    let needed = EACH.saturating_mul(wanted as u64).saturating_add(BASE);
    if allowed < needed && allowed < most {
        let raised = Rlimit {
            current: Some(most.min(needed)),
            maximum: limit.maximum,
        };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            allowed = most.min(needed);
        }
    }
    fit(allowed, wanted).ok_or(TooFew { allowed })
}

fn fit(allowed: u64, wanted: usize) -> Option<usize> {
    let room = allowed.saturating_sub(BASE) / EACH;
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    (room > 0).then(|| wanted.clamp(1, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_are_played_where_fewer_files_may_be_open() {
        assert_eq!(fit(12, 4), None);
        assert_eq!(fit(96, 4), Some(1));
        assert_eq!(fit(1024, 4), Some(4));
        assert_eq!(fit(1024, 64), Some(15));
    }
}
