//! Processes that a client left behind and the system handed to the kit (Linux).

use std::{collections::BTreeSet, fs, time::Duration};

use rustix::{
    io::Errno,
    process::{Pid, Signal, WaitId, WaitIdOptions, getpid, kill_process, waitid},
};

use super::{
    Run, ended, marks,
    processes::{every_process, mark_of, status},
};

/// Generations of strays followed: killing one hands its children to the kit.
const GENERATIONS: usize = 64;

/// How long a killed process may take to be gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// A child of the kit, as the system describes it.
struct Child {
    pid: Pid,
    group: i32,
    session: i32,
    ended: bool,
}

/// See [`Run::clear`].
pub(super) async fn clear(run: &Run, leader: Pid, outlived: bool) -> usize {
    let mut killed = 0;
    for _ in 0..GENERATIONS {
        if !any_child() {
            break;
        }
        let mut strays = children();
        strays.retain(|child| belongs(child, run, leader));
        if strays.is_empty() {
            break;
        }
        let counts = |stray: &Child| outlived || stray.group != leader.as_raw_nonzero().get();
        let by_force = end(strays).await;
        killed += by_force.iter().filter(|stray| counts(stray)).count();
    }
    killed
}

/// See [`super::give_up`].
pub(super) async fn clear_all() {
    let own = marks();
    for _ in 0..GENERATIONS {
        let mut strays = children();
        strays.retain(|child| match mark_of(child.pid.as_raw_nonzero().get()) {
            Some(mark) => mark.starts_with(own.as_bytes()),
            None => child.ended || Some(child.session) != own_session(),
        });
        if strays.is_empty() {
            break;
        }
        end(strays).await;
    }
}

/// Ends and reaps children of the kit; those that had to be killed.
async fn end(strays: Vec<Child>) -> Vec<Child> {
    for stray in &strays {
        let _ = kill_process(stray.pid, Signal::KILL);
    }
    let mut killed = Vec::new();
    for stray in strays {
        if tokio::time::timeout(PATIENCE, ended(stray.pid))
            .await
            .is_err()
        {
            continue;
        }
        let reaped = waitid(
            WaitId::Pid(stray.pid),
            WaitIdOptions::EXITED | WaitIdOptions::NOHANG,
        );
        let by_force = matches!(&reaped, Ok(Some(status))
            if status.terminating_signal() == Some(Signal::KILL.as_raw()));
        if by_force {
            killed.push(stray);
        }
    }
    killed
}

/// Whether this process has any child at all; the usual answer is no, and it is cheap.
fn any_child() -> bool {
    let peek = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::All, peek), Err(Errno::CHILD))
}

/// Whether a child is a stray of this run.
fn belongs(child: &Child, run: &Run, leader: Pid) -> bool {
    if child.group == leader.as_raw_nonzero().get() {
        return true;
    }
    match mark_of(child.pid.as_raw_nonzero().get()) {
        Some(mark) => mark == run.mark().as_bytes(),
        // Ended, or without the mark. What the kit or its host started stays in their session.
        None => Some(child.session) != own_session() && (child.ended || run.is_alone()),
    }
}

/// Whether every process of a group waits for something, or has ended.
pub(super) fn is_quiet(group: Pid) -> bool {
    every_process()
        .filter_map(|pid| status(&pid.to_string()))
        .filter(|status| status.group == group.as_raw_nonzero().get())
        .all(|status| status.waits || status.ended)
}

/// The session of this process; 0 where its leader lives outside of what this process can see, as
/// in a container that was entered. That 0 is why `getsid` of the library cannot be asked: it takes
/// a session for the number of a process, which is never 0.
fn own_session() -> Option<i32> {
    status("self").map(|own| own.session)
}

/// The children of this process.
fn children() -> Vec<Child> {
    let own = getpid().as_raw_nonzero().get();
    let mut numbers = BTreeSet::new();
    // A list read while a child goes may lack another one; two looks do not both lack the same.
    for _ in 0..2 {
        match listed_children() {
            Some(listed) => numbers.extend(listed),
            None => return every_process().filter_map(|pid| child(pid, own)).collect(),
        }
    }
    numbers
        .into_iter()
        .filter_map(|pid| child(pid, own))
        .collect()
}

/// The numbers of the children of this process, thread by thread, if the system keeps such lists.
/// To look at every process instead is what costs most about a short client.
fn listed_children() -> Option<Vec<i32>> {
    let mut numbers = Vec::new();
    for thread in fs::read_dir("/proc/self/task").ok()?.flatten() {
        match fs::read_to_string(thread.path().join("children")) {
            Ok(list) => numbers.extend(
                list.split_ascii_whitespace()
                    .filter_map(|number| number.parse::<i32>().ok()),
            ),
            // A thread that has ended has no children; the system gave them to another.
            Err(_) if !thread.path().exists() => {}
            Err(_) => return None,
        }
    }
    Some(numbers)
}

/// Reads one process, if it is a child of `parent`.
fn child(pid: i32, parent: i32) -> Option<Child> {
    let status = status(&pid.to_string())?;
    (status.parent == parent).then_some(Child {
        pid: Pid::from_raw(pid)?,
        group: status.group,
        session: status.session,
        ended: status.ended,
    })
}
