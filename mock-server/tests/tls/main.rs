//! TLS, and a host name of one's own.

#![allow(clippy::unwrap_used, clippy::panic)]

mod client;
mod faults;
mod files;
mod names;
mod programs;
