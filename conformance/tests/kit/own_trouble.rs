//! What fails before a client has begun, or for want of room, is the kit's trouble, and no client is
//! blamed for it.
#![allow(clippy::print_stdout)]

use std::{
    fs::{self, OpenOptions},
    path::Path,
    process::{Command, Output},
};

use crate::support::{lacks, package, text};

/// Runs the program under a shell that has prepared something, which sees it as `$0`.
fn under(prepared: &str, temporary: &Path, client: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{prepared}; exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["run", "--select", "contract/*", "--shell", client])
        .env("TMPDIR", temporary)
        .current_dir(package())
        .output()
        .unwrap()
}

/// What was said by a kit that failed and blamed nobody.
fn own_trouble(output: &Output) -> String {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(5), "{out}{err}");
    assert!(
        !out.lines()
            .any(|line| line.to_lowercase().starts_with("fail ")),
        "{out}"
    );
    out + &err
}

#[test]
fn too_few_files_may_be_open() {
    let temporary = tempfile::tempdir().unwrap();
    let said = own_trouble(&under("ulimit -n 12", temporary.path(), "true"));
    assert!(said.contains("12 files open"), "{said}");
    assert!(said.contains("ulimit -n 1024"), "{said}");
}

#[test]
fn few_files_are_enough_for_one_after_another() {
    if lacks("few files", &["curl", "unzip"]) {
        return;
    }
    let run = |prepared: &str| {
        let output = Command::new("sh")
            .args(["-c", &format!("{prepared}; exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_hq-conformance"))
            .args(["run", "clients/curl", "--verbose", "--jobs", "8"])
            .args(["--select", "contract/*", "--select", "tokens/*"])
            .current_dir(package())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    };
    run("ulimit -n 100");
}

#[test]
fn no_temporary_folder() {
    let temporary = tempfile::tempdir().unwrap();
    let missing = temporary.path().join("missing");
    let said = own_trouble(&under("true", &missing, "true"));
    assert!(said.contains(&*missing.to_string_lossy()), "{said}");
}

#[test]
fn a_temporary_folder_that_vanishes() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("folder");
    fs::create_dir(&folder).unwrap();
    let vanishes = format!("rm -rf '{}'; exit 1", folder.display());
    let said = own_trouble(&under("true", &folder, &vanishes));
    assert!(said.contains("the kit's own folders: "), "{said}");
}

#[test]
fn nothing_may_be_written() {
    let temporary = tempfile::tempdir().unwrap();
    let said = own_trouble(&under("ulimit -f 0", temporary.path(), "true"));
    assert!(said.contains("no room"), "{said}");
}

#[test]
fn a_client_that_says_the_disk_is_full() {
    let temporary = tempfile::tempdir().unwrap();
    let says = "echo 'OSError: [Errno 28] No space left on device' >&2; exit 1";
    let said = own_trouble(&under("true", temporary.path(), says));
    assert!(said.contains("found no room to write"), "{said}");
}

/// A disk of its own, as large as that.
fn on_a_disk_of(size: &str, client: &str) -> Option<String> {
    let temporary = tempfile::tempdir().unwrap();
    let mount = |then: &str| {
        format!(
            "mount -t tmpfs -o size={size} none '{}' && {then}",
            temporary.path().display()
        )
    };
    let can = Command::new("unshare")
        .args(["-rm", "sh", "-c", &mount("true")])
        .output();
    if !can.is_ok_and(|output| output.status.success()) {
        println!("skipped: a full disk (unshare and mount are not there, or not permitted)");
        return None;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &mount("exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["run", "--select", "contract/*", "--shell", client])
        .env("TMPDIR", temporary.path())
        .output()
        .unwrap();
    Some(own_trouble(&output))
}

#[test]
fn a_disk_that_is_full_from_the_start() {
    if let Some(said) = on_a_disk_of("1m", "true") {
        assert!(said.contains("set TMPDIR"), "{said}");
    }
}

#[test]
fn a_disk_that_fills_up() {
    let fills = "head -c 10000000 /dev/zero > {out}/data || exit 1";
    if let Some(said) = on_a_disk_of("8m", fills) {
        assert!(said.contains("no room"), "{said}");
    }
}

/// The limit on the size of a client's files is not the kit's: its own log may be as long as it is.
#[test]
fn a_long_log_is_written_on() {
    const LONG: u64 = 65 * 1024 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let log = OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path)
        .unwrap();
    log.set_len(LONG).unwrap();
    let manifest = "name = \"mine\"\n[operation.read-file]\nformats = [\"csv\"]\n\
                    command = [\"sh\", \"-c\", 'cp \"$HQ_FILE\" \"$HQ_OUT\"']\n";
    fs::write(folder.path().join("client.toml"), manifest).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["check", "client.toml"])
        .current_dir(folder.path())
        .stdout(log)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0), "{status}");
    assert!(path.metadata().unwrap().len() > LONG);
}
