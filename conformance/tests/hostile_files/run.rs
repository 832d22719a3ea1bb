//! The program itself, with a client that keeps what it is given, watched from outside.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long one download may take, with all that lies beside it. The limit asked for is 5 s; a build
/// without optimisation and a busy machine take longer.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });

/// How much memory the kit and its readers may take at their worst, in MiB.
const MEMORY: u64 = 300;

/// Runs the kit on a client that copies a folder beside what it downloads.
pub(crate) fn survives(name: &str, folder: &Path) {
    let line = format!(
        "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$HQ_URL\" -o \"$HQ_OUT/a.zip\" && \
         cp -R '{}/.' \"$HQ_OUT/beside/\"",
        folder.display()
    );
    let temporary = tempfile::tempdir().unwrap();
    let mut kit = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args([
            "run",
            "--select",
            "contract/complete",
            "--verbose",
            "--shell",
            &line,
        ])
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let mut most: BTreeMap<u32, u64> = BTreeMap::new();
    while kit.try_wait().unwrap().is_none() {
        look(&kit, &mut most);
        assert!(started.elapsed() < PATIENCE, "{name}: {:?}", kit.kill());
        thread::sleep(Duration::from_millis(10));
    }
    let output = kit.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        matches!(output.status.code(), Some(0 | 1 | 4)) && said.contains("contract/complete"),
        "{name}: {:?}\n{said}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    // The download itself is there, whatever lies beside it.
    assert!(!said.contains("nowhere"), "{name}: {said}");
    let kit = most.remove(&0).unwrap_or_default();
    let reader = most.values().max().copied().unwrap_or_default();
    assert!(
        kit + reader <= MEMORY * 1024,
        "{name}: {kit} and {reader} KiB"
    );
    let left: Vec<_> = fs::read_dir(temporary.path()).unwrap().flatten().collect();
    assert!(left.is_empty(), "{name}: {left:?}");
}

/// The most memory that the kit, as 0, and each of its readers has had so far, in KiB.
fn look(kit: &Child, most: &mut BTreeMap<u32, u64>) {
    let kit = kit.id();
    let mut processes = vec![(0, kit)];
    for task in fs::read_dir(format!("/proc/{kit}/task"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        let children = children
            .split_whitespace()
            .filter_map(|pid| pid.parse().ok());
        processes.extend(children.filter(|pid| is_reader(*pid)).map(|pid| (pid, pid)));
    }
    for (key, pid) in processes {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak: Option<u64> = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok());
        let known = most.entry(key).or_default();
        *known = peak.unwrap_or_default().max(*known);
    }
}

fn is_reader(pid: u32) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0)
        .any(|word| word == b"read-evidence")
}
