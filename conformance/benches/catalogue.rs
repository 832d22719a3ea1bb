//! The figures of the kit in `docs/speed.md`: the whole catalogue against the kit's own client, and
//! how much of the processors' time is the kit's own, its fake HQ included (Linux).
//!
//! `cargo bench -p hq-conformance --bench catalogue -- [ROUNDS]`
#![allow(clippy::print_stdout)]
#![allow(clippy::unwrap_used, missing_docs)]

use std::{fs, path::Path, sync::Arc, thread, time::Instant};

use hq_conformance::{
    catalogue::{self, selection::Selection},
    client::manifest::Client,
    examination::examine,
};

/// Ticks of the processors' time in a second, as `/proc` counts them.
const TICKS: f64 = 100.0;

fn main() {
    let rounds = std::env::args().find_map(|word| word.parse().ok());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/reference/client.toml");
    let mut client = Client::load(&manifest).unwrap();
    client.kit = env!("CARGO_BIN_EXE_hq-conformance").into();
    let checks: Vec<_> = catalogue::all()
        .unwrap()
        .into_iter()
        .map(Arc::new)
        .collect();
    let jobs = thread::available_parallelism().unwrap().get();
    let everything = Selection::new(&[], &[]).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();

    for _ in 0..rounds.unwrap_or(5) {
        let (clock, before) = (Instant::now(), processor_time());
        let examined = examine(&client, &checks, &everything, jobs, |_| ());
        let results = runtime.block_on(examined).unwrap().results.len();
        let (took, after) = (clock.elapsed(), processor_time());
        let (kit, clients) = (after.0 - before.0, after.1 - before.1);
        println!(
            "{results} results, {jobs} jobs: {:.1} s; processor time of the clients {clients:.1} s, of kit and server {kit:.1} s, {:.0} % of all",
            took.as_secs_f64(),
            100.0 * kit / (kit + clients),
        );
    }
}

/// What this process and the children it has seen end have had of all processors, in seconds.
fn processor_time() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The program's name stands in parentheses; user and system time are the 14th field and the
    // next, those of children follow.
    let fields: Vec<f64> = stat[stat.rfind(')').unwrap() + 1..]
        .split_ascii_whitespace()
        .skip(11)
        .take(4)
        .map(|ticks| ticks.parse::<f64>().unwrap() / TICKS)
        .collect();
    (fields[0] + fields[1], fields[2] + fields[3])
}
