//! `fakehq` as it is started by a person or a script: the binary, its output, its exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod docs;
mod ending;
mod languages;
mod mistakes;
mod requests;
mod starting;
mod support;
