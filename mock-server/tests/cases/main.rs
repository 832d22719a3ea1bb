//! Case exports and custom exports: what they hold, and what the server answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_choice;
#[path = "../tables/archive.rs"]
mod archive;
mod case_route;
mod case_rules;
mod client;
mod custom_export;
mod custom_route;
mod spaces;
mod walkthrough;
