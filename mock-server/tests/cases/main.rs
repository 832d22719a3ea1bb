//! Case exports and custom exports: what they hold, and what the server answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_choice;
mod archive;
mod case_rules;
mod custom_rules;
mod spaces;
mod walkthrough;
