//! curl and Python trust the file that the server writes, and find it under another name.
#![allow(clippy::print_stdout)]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// `fakehq serve --tls`, with its ready line.
struct Running(Child, Value);

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fakehq"))
            .args(["serve", "--port", "0", "--log", "json", "--exit-with-stdin"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        Self(child, serde_json::from_str(&line).unwrap())
    }

    fn text(&self, key: &str) -> String {
        let value = &self.1[key];
        value.as_str().map_or(value.to_string(), str::to_owned)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

/// Runs a program; none where the machine lacks it.
fn ran(program: &str, arguments: &[&str]) -> Option<(bool, String, String)> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        println!("skipped: {program} (not on this machine)");
        return None;
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    ))
}

fn ca_file(folder: &Path) -> String {
    folder.join("ca.pem").display().to_string()
}

#[test]
fn curl_downloads_from_www_commcarehq_org() {
    let folder = tempfile::tempdir().unwrap();
    let ca = ca_file(folder.path());
    let hq = Running::start(&[
        "--tls",
        "--tls-ca-file",
        &ca,
        "--hostname",
        "www.commcarehq.org",
        "--http-port",
        "0",
    ]);
    let (base_url, port) = (hq.text("base_url"), hq.text("port"));
    assert_eq!(base_url, format!("https://www.commcarehq.org:{port}"));
    let url = format!(
        "{base_url}/a/demo/reports/export/?export_tag=%22http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001%22&format=json"
    );
    let resolve = format!("www.commcarehq.org:{port}:127.0.0.1");
    let user = "user@example.org:password";
    let arguments = [
        "-sS",
        "--fail",
        "--cacert",
        &ca,
        "--resolve",
        &resolve,
        "--digest",
        "-u",
        user,
        &url,
    ];
    let Some((fine, body, errors)) = ran("curl", &arguments) else {
        return;
    };
    assert!(fine, "{errors}");
    assert!(body.starts_with("{\"#\":"), "{body}");

    // Without the file there is no trust.
    let (fine, _, errors) = ran("curl", &["-sS", "--resolve", &resolve, &url]).unwrap();
    assert!(!fine && errors.contains("certificate"), "{errors}");

    // Plain HTTP leads there; the port is another one here than in the field.
    let plain = format!("http://127.0.0.1:{}/a/demo/?x=1", hq.text("http_port"));
    let (_, location, _) = ran(
        "curl",
        &["-sS", "-o", "/dev/null", "-w", "%{redirect_url}", &plain],
    )
    .unwrap();
    assert_eq!(location, format!("{base_url}/a/demo/?x=1"));
}

#[test]
fn the_curl_lines_of_the_page_bring_data() {
    let folder = tempfile::tempdir().unwrap();
    let ca = ca_file(folder.path());
    let name = "www.commcarehq.org";
    let hq = Running::start(&["--tls", "--tls-ca-file", &ca, "--hostname", name]);
    let page = include_str!("../../../docs/tls.md");
    let (_, lines) = page.split_once("```sh\ncases=").unwrap();
    let (lines, _) = lines.split_once("```").unwrap();
    let script = format!("cases={lines}").replace("8443", &hq.text("port"));
    if ran("curl", &["--version"]).is_none() {
        return;
    }
    let script = format!("cd '{}'\n{script}", folder.path().display());
    let (fine, body, errors) = ran("sh", &["-ec", &script]).unwrap();
    assert!(fine, "{errors}");
    assert_eq!(body.matches("{\"Case\": ").count(), 2, "{body}{errors}");
}

#[test]
fn python_requests_verifies_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let ca = ca_file(folder.path());
    let hq = Running::start(&["--tls", "--tls-ca-file", &ca]);
    let script = r#"
import sys
try:
    import requests
    from requests.auth import HTTPDigestAuth
except ImportError:
    print("no requests"); sys.exit(0)
base, ca = sys.argv[1:]
url = base + '/a/demo/reports/export/?export_tag=%22http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001%22&format=csv'
session = requests.Session()
session.trust_env = False
session.verify = ca
answer = session.get(url, auth=HTTPDigestAuth('user@example.org', 'password'))
print(answer.status_code, len(answer.headers['X-CommCareHQ-Export-Token']), answer.content[:2])
"#;
    let arguments = ["-c", script, &hq.text("base_url"), &ca];
    let Some((fine, out, errors)) = ran("python3", &arguments) else {
        return;
    };
    if out == "no requests\n" {
        println!("skipped: Python requests (not on this machine)");
        return;
    }
    assert!(fine, "{errors}");
    assert_eq!(out, "200 32 b'PK'\n");
}

#[test]
fn flags_that_mean_nothing_alone_are_refused() {
    for (arguments, words) in [
        (
            &["--http-port", "0"][..],
            "--http-port means nothing without --tls",
        ),
        (
            &["--tls-ca-file", "x"],
            "--tls-ca-file means nothing without --tls",
        ),
        (&["--tls-cert", "x"], "--tls-key"),
        (
            &["--hostname", "https://www.commcarehq.org/"],
            "without scheme, port and path",
        ),
        (
            &["--tls-cert", "/no/such", "--tls-key", "/no/such"],
            "/no/such: No such file",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_fakehq"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(words), "{errors}");
    }
}
