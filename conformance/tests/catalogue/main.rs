//! What is written about the catalogue says what the catalogue says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod links;
mod mend;
mod pages;
mod schema;
