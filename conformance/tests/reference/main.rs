//! The kit's own client against a fake HQ, one run after the other: right in all its ways, and wrong
//! in each of its named ways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bugs;
mod desk;
mod downloads;
mod increments;
mod names;
mod trouble;
