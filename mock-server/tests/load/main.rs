//! Many clients at once against a server in a process of its own: no wrong byte, nothing of another
//! space, bounded memory, no descriptor left open.
//!
//! A few seconds here; a minute with `cargo test -p fakehq --test load -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod client;
mod crowd;
mod followers;
mod limits;
mod process;
mod world;
