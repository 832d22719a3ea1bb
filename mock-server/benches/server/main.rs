//! The figures of the server in `docs/speed.md`: contestants and their floors take turns, round after
//! round, so that a busy machine is busy for all of them; medians, and ratios round by round.
//!
//! `cargo bench -p fakehq --bench server -- [PART] [ROUNDS]`; the parts are small, download,
//! start.
#![allow(clippy::print_stdout)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod client;
mod download;
#[path = "../support/servers.rs"]
mod floors;
#[path = "../support/processor_time.rs"]
mod processor_time;
mod small;
mod start;
mod turns;

fn main() {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let rounds = words.iter().find_map(|word| word.parse().ok());
    let parts = ["small", "download", "start"];
    let chosen = parts
        .iter()
        .find(|part| words.iter().any(|word| word == *part));
    for part in parts {
        if chosen.is_some_and(|chosen| *chosen != part) {
            continue;
        }
        match part {
            "small" => small::run(rounds.unwrap_or(15)),
            "download" => download::run(rounds.unwrap_or(40)),
            _ => start::run(rounds.unwrap_or(40)),
        }
    }
}
