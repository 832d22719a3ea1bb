//! Standard output that nobody reads, or that has no room.

use std::{
    fs::OpenOptions,
    process::{Command, Output, Stdio},
};

const PRINTING: [&[&str]; 5] = [
    &["quirks"],
    &["quirks", "--page"],
    &["explain", "empty-export"],
    &["man"],
    &["completions", "bash"],
];

fn into(arguments: &[&str], stdout: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fakehq"))
        .args(arguments)
        .stdout(stdout)
        .output()
        .unwrap()
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_program_quietly() {
    for arguments in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = into(arguments, writer.into());
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_a_sentence() {
    for arguments in PRINTING {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = into(arguments, full.into());
        let stderr = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(
            stderr.contains("cannot write to standard output"),
            "{stderr}"
        );
    }
}
