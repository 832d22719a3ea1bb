//! Programs people really use, against a running server: curl, wget, Python requests and urllib.
//!
//! A program that the machine lacks is reported as skipped.

#![allow(clippy::unwrap_used, clippy::panic)]

mod downloads;
mod program;
mod refusals;
mod stage;
