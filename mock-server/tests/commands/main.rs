//! The binary as a user runs it: `render`, `generate`, `from-export`; and what the rebuilding of
//! exports promises for any documents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_export;
mod bad_input;
mod closed_output;
mod from_export;
mod generate;
mod help;
mod recorded;
mod render;
mod run;
