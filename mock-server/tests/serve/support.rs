//! A server in a process of its own, ended when the test is over.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

/// The program under test.
pub(crate) fn fakehq(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fakehq"));
    command.args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FAKEHQ_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command that ends by itself.
pub(crate) fn ended(arguments: &[&str]) -> Output {
    fakehq(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What was printed on standard error.
pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running server.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) stdout: BufReader<ChildStdout>,
    /// The line that says it is ready.
    pub(crate) ready: serde_json::Value,
}

impl Running {
    /// Starts `fakehq serve` on a free port and waits for its ready line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_with(None, arguments)
    }

    /// The same with a variable of the environment set.
    pub(crate) fn start_with(variable: Option<(&str, &str)>, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0", "--log", "json"];
        all.extend(arguments);
        let mut child = fakehq(&all)
            .envs(variable)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        Self {
            ready: serde_json::from_str(&line).unwrap_or_else(|_| panic!("ready line: {line:?}")),
            child,
            stdout,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        u16::try_from(self.ready["port"].as_u64().unwrap()).unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port())).unwrap()
    }

    /// The whole answer to a request without credentials.
    pub(crate) fn get(&self, target: &str) -> String {
        self.get_from(self.port(), target)
    }

    /// The whole answer of another port.
    pub(crate) fn get_from(&self, port: u16, target: &str) -> String {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(
            socket,
            "GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
