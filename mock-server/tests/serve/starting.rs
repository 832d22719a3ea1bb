//! What a server says when it starts.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use crate::support::{Running, fakehq};

#[test]
fn the_ready_line_says_where_and_who() {
    let server = Running::start(&[]);
    let ready = &server.ready;
    assert_eq!(ready["event"], "ready");
    assert_eq!(ready["host"], "127.0.0.1");
    assert_eq!(
        ready["base_url"],
        format!("http://127.0.0.1:{}", server.port())
    );
    assert_eq!(
        ready["control_url"],
        format!("http://127.0.0.1:{}/_fakehq/", server.port())
    );
    assert_eq!(ready["spaces"][0]["name"], "demo");
    assert_eq!(ready["spaces"][0]["username"], "user@example.org");
    let health = server.get("/_fakehq/health");
    assert!(health.starts_with("HTTP/1.1 200 OK\r\n"), "{health}");
    assert!(health.contains("\"status\": \"ok\""), "{health}");
}

#[test]
fn the_port_file_holds_the_port_once_the_server_listens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("port");
    let server = Running::start(&["--port-file", file.to_str().unwrap()]);
    let port = std::fs::read_to_string(&file).unwrap();
    assert_eq!(port, format!("{}\n", server.port()));
    // Nothing but the file itself is left behind.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_banner_has_a_curl_line_that_works_when_pasted() {
    let Ok(curl) = Command::new("curl").arg("--version").output() else {
        println!("skipped: curl is not there");
        return;
    };
    assert!(curl.status.success());
    let folder = tempfile::tempdir().unwrap();
    let mut child = fakehq(&["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines
        .by_ref()
        .map(Result::unwrap)
        .find(|line| line.contains("curl --digest"))
        .unwrap();
    let command = &line[line.find("curl").unwrap()..];
    let pasted = Command::new("sh")
        .args(["-c", &format!("{command} --silent --show-error --fail")])
        .current_dir(folder.path())
        .output()
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(pasted.status.success(), "{pasted:?}");
    let zip = std::fs::read(folder.path().join("data.zip")).unwrap();
    assert!(zip.starts_with(b"PK\x03\x04"));
}

#[test]
fn every_flag_is_also_an_environment_variable_and_the_flag_goes_first() {
    let start = |arguments: &[&str]| {
        let mut child = fakehq(&["serve"])
            .args(arguments)
            .env("FAKEHQ_PORT", "0")
            .env("FAKEHQ_LOG", "json")
            .env("FAKEHQ_WORLD", "empty")
            .env("FAKEHQ_CLOCK", "frozen")
            .env("FAKEHQ_EXIT_WITH_STDIN", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
        line
    };
    assert!(start(&[]).starts_with("{\"event\":\"ready\""));
    let banner = start(&["--log", "human"]);
    assert!(banner.contains("(world: empty)"), "{banner}");
}

#[test]
fn a_world_file_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("visits.toml");
    let documents = folder.path().join("two.jsonl");
    std::fs::write(
        &file,
        "[[space]]\ndocuments = [\"two.jsonl\"]\n[space.invent]\nproject_space = \"north\"\n",
    )
    .unwrap();
    std::fs::write(
        &documents,
        "{\"_id\":\"a\",\"xmlns\":\"x\",\"form\":{}}\n{\"_id\":\"b\",\"xmlns\":\"x\",\"form\":{}}\n",
    )
    .unwrap();
    let server = Running::start(&["--world", file.to_str().unwrap()]);
    let spaces = server.get("/_fakehq/spaces");
    assert!(spaces.contains("\"name\": \"north\""), "{spaces}");
    assert!(spaces.contains("\"submissions\": 2"), "{spaces}");
}

#[test]
fn the_control_api_has_a_port_of_its_own_if_wished_and_is_nowhere_else() {
    let server = Running::start(&["--control-port", "0"]);
    let gone = server.get("/_fakehq/health");
    assert!(gone.starts_with("HTTP/1.1 404 "), "{gone}");
    assert!(!gone.contains("_fakehq"), "{gone}");
    assert!(server.get("/").starts_with("HTTP/1.1 404 "));
    assert!(
        server
            .get("/a/demo/reports/export/")
            .starts_with("HTTP/1.1 401 ")
    );

    let url = server.ready["control_url"].as_str().unwrap();
    let port = url
        .trim_start_matches("http://127.0.0.1:")
        .trim_end_matches("/_fakehq/");
    let port: u16 = port.parse().unwrap();
    assert_ne!(port, server.port());
    let answer = server.get_from(port, "/_fakehq/spaces/demo");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    // The addresses it shows are those of the other port.
    let listing = format!(
        "\"http://localhost:{}/a/demo/data/excel_export_data/\"",
        server.port()
    );
    assert!(answer.contains(&listing), "{answer}");
    assert!(
        server
            .get_from(port, "/a/demo/reports/export/")
            .starts_with("HTTP/1.1 404 ")
    );
    assert!(server.get_from(port, "/").contains("/_fakehq/\r\n"));
}

#[test]
fn the_control_api_can_be_switched_off() {
    let server = Running::start(&["--control", "off"]);
    assert_eq!(server.ready["control_url"], serde_json::Value::Null);
    assert!(server.get("/_fakehq/health").starts_with("HTTP/1.1 404 "));
    assert!(
        server
            .get("/a/demo/reports/export/")
            .starts_with("HTTP/1.1 401 ")
    );
}
