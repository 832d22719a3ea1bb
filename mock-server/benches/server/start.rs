//! From the start of the process to its first answer, and the memory it then holds.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Command, Stdio},
    time::Instant,
};

use crate::{client, turns};

pub(crate) fn run(rounds: usize) {
    let mut memory = Vec::new();
    {
        let memory = &mut memory;
        let contestants: Vec<turns::Contestant<'_>> = vec![
            ("/bin/true, start to end", Box::new(nothing)),
            (
                "fakehq serve, start to first answer",
                Box::new(move || {
                    let (time, kib) = first_answer();
                    memory.push(kib);
                    time
                }),
            ),
        ];
        turns::play("start", "ms", rounds, contestants);
    }
    let [low, middle, high] = turns::quartiles(&mut memory).map(|kib| kib / 1024.0);
    println!(
        "  resident memory, default world, after one answer: {middle:.1} MB ({low:.1}-{high:.1})"
    );
}

fn nothing() -> f64 {
    let start = Instant::now();
    Command::new("/bin/true").status().unwrap();
    start.elapsed().as_secs_f64() * 1e3
}

/// Milliseconds to the first answer, and KiB resident then.
fn first_answer() -> (f64, f64) {
    let start = Instant::now();
    let mut server = Command::new(env!("CARGO_BIN_EXE_fakehq"))
        .args(["serve", "--port", "0", "--log", "json", "--exit-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
    let address = TcpStream::connect(("127.0.0.1", port)).unwrap().peer_addr();
    let answer = client::once(address.unwrap(), &client::plain("/_fakehq/health"));
    let time = start.elapsed().as_secs_f64() * 1e3;
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.unwrap().trim().trim_end_matches(" kB").parse();
    drop(server.stdin.take());
    server.wait().unwrap();
    (time, kib.unwrap())
}
