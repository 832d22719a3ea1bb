//! What a server prints of the requests it answers.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use crate::support::{Running, fakehq};

#[test]
fn a_json_line_for_each_request() {
    let mut server = Running::start(&["--clock", "frozen"]);
    server.get("/a/demo/reports/export/?export_tag=x");
    let mut line = String::new();
    server.stdout.read_line(&mut line).unwrap();
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(event["event"], "request");
    assert_eq!(event["space"], "demo");
    assert_eq!(event["entry"]["status"], 401);
    assert_eq!(
        event["entry"]["target"],
        "/a/demo/reports/export/?export_tag=x"
    );
    assert_eq!(event["entry"]["sent"]["whole"], true);
}

#[test]
fn a_line_for_people_with_the_reason_of_a_refusal_below() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("port");
    let mut child = fakehq(&["serve", "--port", "0", "--clock", "frozen", "--port-file"])
        .arg(&file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    assert!(lines.any(|line| line == "Ctrl-C ends it."));
    let port: u16 = std::fs::read_to_string(&file)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let mut socket = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    std::io::Write::write_all(
        &mut socket,
        b"GET /a/demo/login HTTP/1.1\r\nHost: x\r\n\r\nGET /a/demo/x/ HTTP/1.1\r\nHost: x\r\n\r\n",
    )
    .unwrap();
    assert_eq!(
        lines.next().unwrap(),
        "09:00:00 301 GET /a/demo/login, 0 bytes"
    );
    let second = lines.next().unwrap();
    assert!(
        second.starts_with("09:00:00 404 GET /a/demo/x/, "),
        "{second}"
    );
    let note = lines.next().unwrap();
    assert!(note.starts_with("         nothing is at "), "{note}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_reader_that_reads_the_first_line_only_does_not_stop_the_server() {
    let server = Running::start(&[]);
    // Far more than a pipe holds, and more than may wait.
    let target = format!("/a/demo/reports/export/?export_tag={}", "x".repeat(2_000));
    for _ in 0..1_200 {
        assert!(server.get(&target).starts_with("HTTP/1.1 401"));
    }
}

#[test]
fn faults_are_told_at_the_start_and_when_they_strike() {
    let folder = tempfile::tempdir().unwrap();
    let (world, file) = (folder.path().join("w.toml"), folder.path().join("port"));
    let text = "[[space]]\ninvent = {}\n[[space.fault]]\non = \"login\"\nnext = 2\n\
                effect = { garbage-body = { seed = 5 } }\n";
    std::fs::write(&world, text).unwrap();
    let mut child = fakehq(&["serve", "--port", "0", "--clock", "frozen", "--port-file"])
        .arg(&file)
        .arg("--world")
        .arg(&world)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let told = "  fault     garbage-body, seed 5: the next 2 requests (login)";
    assert!(lines.any(|line| line == told));
    assert!(lines.any(|line| line == "Ctrl-C ends it."));
    let port = std::fs::read_to_string(&file).unwrap();
    let mut socket =
        std::net::TcpStream::connect(("127.0.0.1", port.trim().parse().unwrap())).unwrap();
    let ask = b"GET /a/demo/login/ HTTP/1.1\r\nHost: x\r\n\r\n";
    std::io::Write::write_all(&mut socket, ask).unwrap();
    let line = lines.next().unwrap();
    assert!(line.contains(" 200 GET /a/demo/login/, "), "{line}");
    let fault = "         fault: garbage-body, seed 5 (fault 1)";
    assert_eq!(lines.next().unwrap(), fault);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_journal_is_bounded_by_flag_before_environment_before_world_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.toml");
    let world = "journal = { entries = 3 }\n[[space]]\n[space.invent]\n";
    std::fs::write(&file, world).unwrap();
    let file = file.to_str().unwrap();
    let bytes = ["--world", file, "--journal-bytes", "1"];
    for (variable, flags, kept) in [
        (None, &["--world", file][..], 3),
        (Some("2"), &["--world", file][..], 2),
        (
            Some("2"),
            &["--world", file, "--journal-entries", "4"][..],
            4,
        ),
        (None, &bytes[..], 1),
    ] {
        let server = Running::start_with(variable.map(|n| ("FAKEHQ_JOURNAL_ENTRIES", n)), flags);
        for _ in 0..5 {
            server.get("/a/demo/reports/export/");
        }
        let journal = server.get("/_fakehq/spaces/demo/journal?settled=true");
        let (_, journal) = journal.split_once("\r\n\r\n").unwrap();
        let journal: serde_json::Value = serde_json::from_str(journal).unwrap();
        assert_eq!(
            journal["entries"].as_array().unwrap().len(),
            kept,
            "{flags:?}"
        );
        assert_eq!(journal["dropped"], 5 - kept, "{flags:?}");
    }
}
