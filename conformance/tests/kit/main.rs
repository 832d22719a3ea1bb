//! The kit as its users meet it: clients, right and wrong, are run and judged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attend;
mod command_line;
mod compare;
mod contact;
mod control;
mod endings;
mod exit_codes;
mod fairness;
mod given_clients;
mod init;
mod jobs;
mod known_failures;
mod mistakes;
mod other_clients;
mod own_trouble;
mod remarks;
mod report;
mod shapes;
mod single_checks;
mod small_clients;
mod steps;
mod stores;
mod support;
