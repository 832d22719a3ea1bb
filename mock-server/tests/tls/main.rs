//! TLS, and a host name of one's own.

#![allow(clippy::unwrap_used, clippy::panic)]

mod client;
mod dashboard;
mod faults;
mod files;
mod names;
mod programs;
