//! A daemon that sheds its group, its session, its parents and its environment. Such a stray is
//! known only by being nobody else's, so this test is a program of its own: no other run goes on.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "client/stage.rs"]
#[allow(dead_code)]
mod stage;

use std::process::{Command, Stdio};

use hq_conformance::client::run::Exit;
use stage::{Stage, is_alive};

/// Set in the copy of this program that runs as the first process of a world of its own.
const INSIDE: &str = "KIT_TEST_INSIDE";

/// In a container the session of the kit may be led by a process that the kit cannot see; the system
/// then says 0 for it.
#[test]
fn a_session_from_outside_a_container_is_no_stranger() {
    if std::env::var_os(INSIDE).is_some() {
        return;
    }
    let inside = |program: &std::ffi::OsStr| {
        let mut command = Command::new("unshare");
        command
            .args(["--pid", "--fork", "--mount-proc"])
            .arg(program);
        command
    };
    let can = inside("true".as_ref())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !can.is_ok_and(|status| status.success()) {
        println!("skipped: unshare (not there, or not permitted)");
        return;
    }
    let this = std::env::current_exe().unwrap();
    let said = inside(this.as_os_str()).env(INSIDE, "1").output().unwrap();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stdout)
    );
}

#[tokio::test]
async fn a_daemon_without_a_trace_is_found_and_killed() {
    let run = Stage::new()
        .python(
            "import os, sys\n\
             reader, writer = os.pipe()\n\
             if os.fork() == 0:\n\
             \x20   os.setsid()\n\
             \x20   if os.fork() == 0:\n\
             \x20       os.write(writer, str(os.getpid()).encode())\n\
             \x20       os.closerange(writer, writer + 1)\n\
             \x20       os.execve('/bin/sleep', ['sleep', '60'], {})\n\
             \x20   os._exit(0)\n\
             os.close(writer)\n\
             print(os.read(reader, 20).decode(), flush=True)\n\
             os.read(reader, 1)",
        )
        .await;
    assert_eq!(run.exit, Exit::Exited(0), "{}", run.stderr.text());
    assert_eq!(run.strays_killed, 1);
    let pid = run.stdout.text();
    assert!(pid.trim().parse::<u32>().is_ok(), "{pid}");
    assert!(!is_alive(&pid));
}
