//! The connection as its clients see it: raw bytes from sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod bodies;
mod damage;
mod downloads;
mod faults;
mod limits;
mod mutated;
mod requests;
mod stopping;
mod support;
mod timeouts;
