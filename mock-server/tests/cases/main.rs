//! Case exports and custom exports: what they hold, and what the server answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_choice;
mod archive;
mod case_route;
mod case_rules;
mod client;
mod custom_route;
mod custom_rules;
mod spaces;
mod walkthrough;
