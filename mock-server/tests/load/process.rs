//! The server in a process of its own, seen from outside.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
    // Keeps the log readable for as long as the server writes.
    _folder: tempfile::TempDir,
}

impl Process {
    pub(crate) fn serving(world: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.toml");
        fs::write(&file, world).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_fakehq"))
            .args(["serve", "--port", "0", "--log", "json", "--clock", "frozen"])
            .args(["--exit-with-stdin", "--world"])
            .arg(file)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        // The requests it prints are read away, or it would be told that nobody listens.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
        Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            _folder: folder,
        }
    }

    /// Resident memory in MB; none where the system does not tell.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib / 1024)
    }

    /// Open descriptors; none where the system does not tell.
    pub(crate) fn descriptors(&self) -> Option<usize> {
        let folder = fs::read_dir(format!("/proc/{}/fd", self.child.id())).ok()?;
        Some(folder.count())
    }

    /// Waits until no more descriptors are open than before; how many there are then.
    pub(crate) fn descriptors_back_to(&self, before: Option<usize>) -> Option<usize> {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let now = self.descriptors();
            // Another process tells nobody when it is done.
            if now <= before || Instant::now() > until {
                return now;
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the server ended with {status}");
    }
}
