//! Verdicts for people and programs, one file per report.
//!
//! - [`console`]: what a person reads in a terminal
//! - [`repeat`]: lines to paste into a shell
//! - [`transcript`]: what went over the wire in one run of the client

pub mod console;
pub mod repeat;
pub mod transcript;
