//! Case exports and custom exports: what they hold, and what the server answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod archive;
mod case_rules;
mod spaces;
mod walkthrough;
