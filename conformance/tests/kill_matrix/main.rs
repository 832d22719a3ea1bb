//! The kit tested with its own client: every check is failed by the bug it names, no bug fails much
//! more than its check, and the client without a bug keeps every rule in all the ways to be right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod again;
mod client;
mod matrix;
mod modes;
mod page;
