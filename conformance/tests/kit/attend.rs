//! The kit waits while somebody else does the requests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use crate::support::{kit_in, lacks, package, text};

struct Attended {
    kit: Child,
    said: BufReader<ChildStdout>,
}

fn attended(arguments: &[&str]) -> Attended {
    let mut kit = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .arg("attend")
        .args(arguments)
        .current_dir(package())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(kit.stdout.take().unwrap());
    Attended { kit, said }
}

impl Attended {
    /// Reads up to a line that begins so; what follows in it.
    fn told(&mut self, beginning: &str) -> String {
        let mut lines = (&mut self.said).lines();
        let told = lines.find_map(|line| {
            let line = line.unwrap();
            line.trim_start()
                .strip_prefix(beginning)
                .map(|rest| rest.trim().to_owned())
        });
        told.unwrap_or_else(|| panic!("`{beginning}` was not said"))
    }

    fn enter(&mut self) {
        self.kit.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    /// How it ended, and the rest of what it said.
    fn end(mut self) -> (Option<i32>, String) {
        drop(self.kit.stdin.take());
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        (self.kit.wait().unwrap().code(), rest)
    }
}

/// Fetches an address; the value of the token's header.
fn fetch(url: &str, login: &str) -> String {
    let output = Command::new("curl")
        .args([
            "-s",
            "--digest",
            "-u",
            login,
            "-o",
            "/dev/null",
            "-D",
            "-",
            url,
        ])
        .output()
        .unwrap();
    let head = text(&output.stdout);
    let mut tokens = head
        .lines()
        .filter_map(|line| line.strip_prefix("X-CommCareHQ-Export-Token: "));
    tokens.next_back().unwrap_or_default().trim().to_owned()
}

#[test]
fn a_person_is_told_where_to_go_and_the_wire_is_judged() {
    if lacks("attend", &["curl"]) {
        return;
    }
    let mut attended = attended(&["--downloads", "2", "--token"]);
    let url = attended.told("export ");
    let login = format!("{}:{}", attended.told("user "), attended.told("password "));
    attended.told("download 1 of 2");
    let token = fetch(&url, &login);
    attended.enter();
    attended.told("a new form has arrived");
    attended.told("download 2 of 2");
    fetch(&format!("{url}&previous_export={token}"), &login);
    attended.enter();
    let (code, said) = attended.end();
    assert_eq!(code, Some(0), "{said}");
    for check in [
        "auth/digest-answer",
        "contract/asks-export",
        "tokens/clean",
        "tag/quoted",
    ] {
        assert!(
            said.contains(&format!("pass  {check}@form-export.csv\n")),
            "{said}"
        );
    }
    assert!(
        !said.contains("contract/complete"),
        "data are not judged: {said}"
    );
}

#[test]
fn what_is_wrong_on_the_wire_is_found() {
    if lacks("attend", &["curl"]) {
        return;
    }
    let mut attended = attended(&["--downloads", "2", "--token"]);
    let url = attended.told("export ");
    let login = format!("{}:{}", attended.told("user "), attended.told("password "));
    let token = fetch(&url, &login);
    attended.enter();
    attended.told("download 2 of 2");
    fetch(&format!("{url}&previous_export={token}%0D"), &login);
    let (code, said) = attended.end();
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("fail  tokens/clean@form-export.csv\n"),
        "{said}"
    );
}

#[test]
fn nobody_comes() {
    let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(["attend", "--report", "json=-"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["client"], "attended");
    assert!(text(&output.stderr).contains("no request arrived at all"));
}

#[test]
fn the_time_is_limited() {
    let mut attended = attended(&["--wait", "0"]);
    attended.told("download 1 of 1");
    let mut rest = String::new();
    attended.said.read_to_string(&mut rest).unwrap();
    assert_eq!(attended.kit.wait().unwrap().code(), Some(1), "{rest}");
    assert_eq!(
        kit_in(package(), &["attend", "--downloads", "0"])
            .status
            .code(),
        Some(2)
    );
}
