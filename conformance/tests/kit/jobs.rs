//! How many scenarios are played at once changes nothing but the time; and nothing is left behind.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Command, Output, Stdio},
};

use hq_conformance::play::stage::Stage;

use crate::support::{USUAL, examined, given, lacks, of, package, statuses, text};

#[tokio::test]
async fn one_job_and_eight_find_the_same() {
    if lacks("jobs", &["curl", "unzip"]) {
        return;
    }
    let client = given("curl-recipe");
    let one = statuses(&client, 1).await;
    assert_eq!(one, statuses(&client, 8).await);
    assert_eq!(one.len(), USUAL.len());
}

#[tokio::test]
async fn a_shared_client_runs_one_at_a_time_and_is_judged_alike() {
    if lacks("shared", &["curl", "unzip"]) {
        return;
    }
    let mut shared = given("curl-recipe");
    shared.rules.shared = true;
    let examined = examined(&shared, 8).await;
    let mut shown = examined.results.iter().filter_map(|r| r.shown.as_ref());
    assert!(shown.all(|played| played.domain == Stage::SHARED_DOMAIN));
    assert_eq!(of(&examined), statuses(&given("curl-recipe"), 8).await);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.collect()
}

/// Runs the program with a temporary folder of its own, which is empty afterwards.
fn leaves_nothing(arguments: &[&str]) -> Output {
    let temporary = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(arguments)
        .current_dir(package())
        .env("TMPDIR", temporary.path())
        .output()
        .unwrap();
    assert_eq!(names(temporary.path()), [""; 0], "{arguments:?}");
    output
}

#[test]
fn nothing_is_left_in_the_temporary_folder() {
    if !lacks("leaving nothing", &["curl", "unzip"]) {
        let output = leaves_nothing(&["run", "clients/curl-recipe"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    }
    let litter =
        "mktemp; mktemp -d; mkdir -p {out}/a/b {state}/c; chmod 500 {out}/a; kill -KILL $$";
    let output = leaves_nothing(&["run", "--shell", litter]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    leaves_nothing(&["run", "--", "no-such-client"]);
}

/// The processes that carry the mark of a kit's runs in their environment.
#[cfg(target_os = "linux")]
fn marked_by(kit: u32) -> Vec<String> {
    let mark = format!("{}={kit}-", hq_conformance::client::process_group::MARK);
    let processes = names(Path::new("/proc")).into_iter();
    processes
        .filter(|process| {
            let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
            environment
                .split(|byte| *byte == 0)
                .any(|entry| entry.starts_with(mark.as_bytes()))
        })
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn no_process_and_no_socket_is_left() {
    let notes = tempfile::tempdir().unwrap();
    let address = notes.path().join("address");
    let stays = format!(
        "echo {{base_url}} > '{}'; setsid sleep 600 & sleep 600 & kill -KILL $$",
        address.display()
    );
    let kit = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["run", "--select", "contract/*", "--shell", &stays])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let id = kit.id();
    let output = kit.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert_eq!(marked_by(id), [""; 0]);
    let address = fs::read_to_string(address).unwrap();
    let address: SocketAddr = address
        .trim()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    assert!(TcpStream::connect(address).is_err(), "{address}");
}

/// A kit that is told to end takes its clients along, and what left their groups.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_kit_leaves_nothing_either() {
    for signal in ["-INT", "-TERM", "-HUP", "-QUIT"] {
        let notes = tempfile::tempdir().unwrap();
        let temporary = tempfile::tempdir().unwrap();
        let begun = notes.path().join("begun");
        let made = Command::new("mkfifo").arg(&begun).status().unwrap();
        assert!(made.success());
        let stays = format!(
            "setsid sleep 600 & sleep 600 & echo yes > '{}'; sleep 600",
            begun.display()
        );
        let kit = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
            .args(["run", "--select", "contract/*", "--shell", &stays])
            .env("TMPDIR", temporary.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let id = kit.id();
        // Whoever opens it waits for the other side.
        assert_eq!(fs::read_to_string(&begun).unwrap(), "yes\n");
        let told = Command::new("kill")
            .args([signal, &id.to_string()])
            .status();
        assert!(told.unwrap().success());
        let output = kit.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
        assert!(
            text(&output.stderr).contains("ended by "),
            "{}",
            text(&output.stderr)
        );
        assert_eq!(marked_by(id), [""; 0], "{signal}");
        assert_eq!(names(temporary.path()), [""; 0], "{signal}");
    }
}
