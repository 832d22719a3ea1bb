//! Clients that will not end, will not be quiet or will not stay: each is contained and reported.

use std::{io::Read, time::Duration};

use hq_conformance::client::{pipes::KEPT, process_group::LARGEST_FILE, run::Exit};

use rustix::process::{Resource, getrlimit};

use crate::stage::{Stage, is_alive};

const SHORT: Duration = Duration::from_millis(400);

/// Short enough to show that nothing was waited for; long enough for a busy machine.
const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn ignoring_the_polite_signal_and_forking_does_not_help() {
    let mut stage = Stage::with_timeout(SHORT);
    let run = stage
        .sh("trap '' TERM HUP INT; sleep 60 & echo $!; while :; do sleep 60; done")
        .await;
    assert_eq!(run.exit, Exit::TimedOut);
    assert!(
        run.duration >= SHORT && run.duration < SOON,
        "{:?}",
        run.duration
    );
    assert!(
        !is_alive(&run.stdout.text()),
        "child {} lives",
        run.stdout.text()
    );
    assert_eq!(run.strays_killed, 0, "all were in the group");
}

#[tokio::test]
async fn a_child_that_holds_the_output_open_is_not_waited_for() {
    let run = Stage::new().sh("sleep 60 & echo $!; exit 3").await;
    assert_eq!(run.exit, Exit::Exited(3));
    assert!(run.duration < SOON);
    assert!(!is_alive(&run.stdout.text()));
    #[cfg(target_os = "linux")]
    assert_eq!(run.strays_killed, 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_session_of_its_own_is_found_by_the_mark() {
    let run = Stage::new()
        .python(
            "import subprocess\n\
             child = subprocess.Popen(['sleep', '60'], start_new_session=True)\n\
             print(child.pid, flush=True)",
        )
        .await;
    assert_eq!(run.exit, Exit::Exited(0), "{}", run.stderr.text());
    assert!(run.duration < SOON);
    assert_eq!(run.strays_killed, 1);
    assert!(!is_alive(&run.stdout.text()));
}

#[tokio::test]
async fn endless_output_is_drained_and_kept_in_part() {
    let run = Stage::with_timeout(SHORT).run(&["yes"]).await.0;
    assert_eq!(run.exit, Exit::TimedOut);
    assert_eq!(run.stdout.kept.len(), KEPT);
    assert!(run.stdout.kept.starts_with(b"y\ny\n"));
    assert!(run.stdout.total > KEPT as u64 && run.stdout.is_cut());
}

#[tokio::test]
async fn a_file_without_end_is_stopped_at_the_limit() {
    let own = || getrlimit(Resource::Fsize);
    let before = own();
    let mut stage = Stage::new();
    let (run, folders) = stage
        .run(&[
            "sh",
            "-c",
            "exec head -c 1000000000 /dev/zero > \"$HQ_OUT/big\"",
        ])
        .await;
    assert_ne!(run.exit, Exit::Exited(0));
    assert!(
        matches!(run.exit, Exit::Signal(_) | Exit::Exited(_)),
        "{:?}",
        run.exit
    );
    let written = folders.out.join("big").metadata().expect("the file").len();
    assert!(written <= LARGEST_FILE, "{written}");
    // The limit is the client's alone.
    assert_eq!(own(), before);
}

#[tokio::test]
async fn a_client_that_stops_itself_runs_into_its_limit() {
    let run = Stage::with_timeout(SHORT).sh("kill -STOP $$").await;
    assert_eq!(run.exit, Exit::TimedOut);
}

#[tokio::test]
async fn the_signal_that_killed_it_is_told() {
    let run = Stage::new().sh("kill -SEGV $$").await;
    assert_eq!(run.exit, Exit::Signal(11));
}

#[tokio::test]
async fn output_that_is_no_text_is_kept_byte_for_byte() {
    let run = Stage::new()
        .sh("printf 'a\\377\\000b'; printf '\\303' >&2")
        .await;
    assert_eq!(run.stdout.kept, b"a\xff\0b");
    assert_eq!(run.stdout.text(), "a\u{fffd}\0b");
    assert_eq!(run.stderr.kept, b"\xc3");
    assert!(!run.stdout.is_cut());
}

#[tokio::test]
async fn both_outputs_may_be_full_at_once() {
    let run = Stage::new()
        .sh("head -c 300000 /dev/zero & head -c 200000 /dev/zero >&2; wait")
        .await;
    assert_eq!(run.exit, Exit::Exited(0));
    assert_eq!((run.stdout.total, run.stderr.total), (300_000, 200_000));
}

#[tokio::test]
async fn there_is_nothing_to_read_and_nobody_to_ask() {
    let run = Stage::new().sh("read answer || echo end of input").await;
    assert_eq!(run.stdout.text(), "end of input\n");
}

#[tokio::test]
async fn a_run_that_is_given_up_leaves_nobody_behind() {
    let mut stage = Stage::new();
    let fifo = stage.here.join("fifo");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo").success());
    // Both client and child hold the writing end; reading ends when both are dead.
    let mut client = Box::pin(stage.run(&[
        "sh",
        "-c",
        "exec 3> \"$HQ_HERE/fifo\"; sleep 60 & echo here >&3; wait",
    ]));
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let reader = tokio::task::spawn_blocking(move || {
        let mut fifo = std::fs::File::open(fifo).expect("the fifo");
        let mut word = [0; 5];
        fifo.read_exact(&mut word).expect("a word");
        begun.send(()).expect("the test waits");
        fifo.read_to_end(&mut Vec::new())
    });
    tokio::select! {
        _ = &mut client => panic!("it sleeps"),
        begun = has_begun => begun.expect("a word"),
    }
    drop(client);
    let ended = tokio::time::timeout(SOON, reader)
        .await
        .expect("all writers are dead");
    assert_eq!(ended.expect("no panic").expect("end of file"), 0);
}
