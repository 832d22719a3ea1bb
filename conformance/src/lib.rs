//! Runs any CommCare HQ export client against a fake HQ and judges what it did.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod client;
pub mod evidence;
