//! Ending everything a client started, however it tries to stay.
//!
//! A client leads a process group of its own. When it ends, or has to, the group is killed while the
//! leader is not yet reaped, so that the group's number cannot mean another. What left the group is
//! handed to the kit by the system when its parent dies, as the kit is a subreaper (Linux); it is
//! known by a mark in its environment, or, if it threw that away, by having a session of its own
//! while no other client runs. Where the kit itself is killed, the watcher does the same with less to go
//! by. On other systems processes that leave the group are not found.

use std::{
    collections::{BTreeSet, hash_map::RandomState},
    hash::{BuildHasher as _, Hasher as _},
    sync::{
        LazyLock, Mutex, MutexGuard, Once, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
#[cfg(target_os = "linux")]
use rustix::process::{Resource, Rlimit, getrlimit};
use tokio::signal::unix::{SignalKind, signal};

use super::watcher::{self, Word};

#[cfg(target_os = "linux")]
pub(super) mod processes;
#[cfg(target_os = "linux")]
mod strays;

/// The environment variable that marks every process of a run.
pub const MARK: &str = "HQ_CONFORMANCE_RUN";

/// The largest file a client may write, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// Makes this process fit to contain clients; done before the first is started, once.
///
/// It becomes the parent of orphaned grandchildren. A wish: where the system refuses, less is contained.
pub fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    });
}

/// How the marks of all runs of this process begin. Two kits that are called by the same number, in two
/// containers, do not have the same.
#[must_use]
pub fn marks() -> String {
    static NONCE: LazyLock<u32> =
        LazyLock::new(|| RandomState::new().build_hasher().finish() as u32);
    format!("{}-{:08x}-", std::process::id(), *NONCE)
}

/// Gives a client that has just been started the limits it lives with: no file over [`LARGEST_FILE`], and
/// no core files. They are set on the client alone; what it has not inherited cannot hit the kit, whose
/// own output may be long.
///
/// A wish: where the system refuses, less is contained; other systems than Linux cannot do it at all.
pub(super) fn limit(client: Pid) {
    #[cfg(target_os = "linux")]
    for (resource, most) in [(Resource::Fsize, LARGEST_FILE), (Resource::Core, 0)] {
        let now = getrlimit(resource);
        let most = now.maximum.map_or(most, |maximum| maximum.min(most));
        let limit = Rlimit {
            current: Some(now.current.map_or(most, |current| current.min(most))),
            ..now
        };
        let _ = rustix::process::prlimit(Some(client), resource, limit);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = client;
}

/// The runs that go on in this process. The children of a process are shared by all its runs, so
/// that this has to be shared too.
fn live() -> MutexGuard<'static, BTreeSet<u64>> {
    static LIVE: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One run among those of this process, from before its client starts until all of it is gone.
#[derive(Debug)]
pub(super) struct Run(u64);

impl Run {
    pub(super) fn begin() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        live().insert(number);
        Self(number)
    }

    /// The value of [`MARK`] for this run.
    pub(super) fn mark(&self) -> String {
        format!("{}{}", marks(), self.0)
    }

    /// Ends and reaps what is left of this run once the leader is reaped. Returns how many
    /// processes had to be killed; members of the group count only if `outlived`, that is, if the
    /// leader ended by itself.
    #[cfg(target_os = "linux")]
    pub(super) async fn clear(&self, leader: Pid, outlived: bool) -> usize {
        strays::clear(self, leader, outlived).await
    }

    /// Elsewhere orphans are not handed to the kit, and there is nothing to clear.
    #[cfg(not(target_os = "linux"))]
    pub(super) async fn clear(&self, _leader: Pid, _outlived: bool) -> usize {
        0
    }

    /// Whether no other run goes on.
    #[cfg(target_os = "linux")]
    fn is_alone(&self) -> bool {
        live().iter().all(|number| *number == self.0)
    }
}

/// Ends everything that runs given up half-way have left, once none goes on in this process any more.
///
/// For a program that ends now: it takes every child for a stray that is not of its own session.
pub async fn give_up() {
    #[cfg(target_os = "linux")]
    strays::clear_all().await;
}

impl Drop for Run {
    fn drop(&mut self) {
        live().remove(&self.0);
    }
}

/// The group of a leader that is not yet reaped. It is killed when it should be, or when the run is
/// given up half-way and this is dropped.
#[derive(Debug)]
pub(super) struct Group {
    leader: Pid,
    killed: bool,
}

impl Group {
    pub(super) fn of(leader: Pid) -> Self {
        watcher::tell(Word::Run(leader));
        let killed = false;
        Self { leader, killed }
    }

    /// Kills it, once: after the leader is reaped its number may mean another group.
    pub(super) fn kill(&mut self) {
        if !self.killed {
            self.killed = true;
            let _ = kill_process_group(self.leader, Signal::KILL);
        }
    }

    /// All that the client left is gone. A run that is given up is not told to be over: what left its
    /// group may still be there when the kit ends.
    pub(super) fn is_over(&self) {
        watcher::tell(Word::RunOver(self.leader));
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How long a client is given to come to rest.
const RESTING: Duration = Duration::from_secs(1);

/// The time between two looks at whether it has.
const LOOK: Duration = Duration::from_millis(5);

/// Waits until every process of a client's group has done what it could and waits for more, or for a
/// second. What it was sent has then come to it, however busy the machine is.
pub(super) async fn rests(leader: Pid) {
    let looks = async {
        let mut quiet = 0;
        while quiet < 2 {
            tokio::time::sleep(LOOK).await;
            quiet = if is_quiet(leader) { quiet + 1 } else { 0 };
        }
    };
    let _ = tokio::time::timeout(RESTING, looks).await;
}

#[cfg(target_os = "linux")]
fn is_quiet(group: Pid) -> bool {
    strays::is_quiet(group)
}

/// Elsewhere nothing is known of other processes, and the second passes.
#[cfg(not(target_os = "linux"))]
fn is_quiet(_group: Pid) -> bool {
    false
}

/// Waits until a child has ended, without reaping it.
pub(super) async fn ended(child: Pid) {
    // Listened for before the first look, so that an end between the two is not missed.
    let mut children_ended = signal(SignalKind::child());
    let unreaped = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    while let Ok(None) = waitid(WaitId::Pid(child), unreaped) {
        match &mut children_ended {
            Ok(signals) => _ = signals.recv().await,
            // No room for a handler: look now and then.
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}
