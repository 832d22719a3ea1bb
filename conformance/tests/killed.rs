//! A kit that is killed at any moment leaves no process and no folder. A program of its own: what a killed
//! kit leaves would be given to a test process that runs clients itself, and end there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::hash_map::RandomState,
    fs,
    hash::{BuildHasher as _, Hasher as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// A client whose children stay by every means: in its group, in sessions of their own, without a word
/// of where they come from.
const STAYS: &str = "sleep 600 & setsid sleep 600 & env -i setsid sleep 600 & \
                     echo x > {out}/file; echo x > {state}/file; echo yes >> \"$BEGUN\"; sleep 600";

/// How long a kit may take to be gone with all it has made.
const PATIENCE: Duration = Duration::from_secs(20);

fn kit(temporary: &Path, begun: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["run", "--select", "contract/*", "--shell", STAYS])
        .env("TMPDIR", temporary)
        .env("BEGUN", begun)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.collect()
}

/// The processes that know of a folder, or work in it.
fn left(temporary: &Path) -> Vec<String> {
    let name = temporary.to_string_lossy().into_owned();
    let processes = names(Path::new("/proc")).into_iter();
    processes
        .filter(|process| {
            let folder = Path::new("/proc").join(process);
            let known = fs::read(folder.join("environ")).unwrap_or_default();
            let known = String::from_utf8_lossy(&known).contains(&name);
            known || fs::read_link(folder.join("cwd")).is_ok_and(|at| at.starts_with(temporary))
        })
        .collect()
}

/// Ends a kit after a while and waits until nothing is left of it.
fn ended(after: Option<Duration>, signals: &[&str]) {
    let temporary = tempfile::tempdir().unwrap();
    let notes = tempfile::tempdir().unwrap();
    let begun = notes.path().join("begun");
    let mut kit = kit(temporary.path(), &begun);
    match after {
        Some(after) => sleep(after),
        None => {
            while !begun.exists() {
                sleep(Duration::from_millis(5));
            }
        }
    }
    for signal in signals {
        let mut told = Command::new("kill");
        told.args([*signal, &kit.id().to_string()]);
        assert!(told.status().unwrap().success());
    }
    kit.wait().unwrap();
    let clock = Instant::now();
    loop {
        let (folders, processes) = (names(temporary.path()), left(temporary.path()));
        if folders.is_empty() && processes.is_empty() {
            return;
        }
        assert!(
            clock.elapsed() < PATIENCE,
            "after {after:?}: folders {folders:?}, processes {processes:?}"
        );
        sleep(Duration::from_millis(20));
    }
}

fn at_random() {
    let random = RandomState::new().build_hasher().finish();
    ended(Some(Duration::from_millis(random % 700)), &["-KILL"]);
}

#[test]
fn a_kit_that_is_killed_leaves_nothing() {
    ended(None, &["-KILL"]);
    for _ in 0..3 {
        at_random();
    }
}

#[test]
#[ignore = "takes half a minute"]
fn thirty_kits_that_are_killed_leave_nothing() {
    for _ in 0..30 {
        at_random();
    }
}

#[test]
fn a_second_interrupt_ends_it_at_once_and_leaves_nothing_either() {
    ended(None, &["-INT", "-INT"]);
}
