//! What the kit promises about the clients it runs, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod contract;
mod hostile;
mod manifests;
mod stage;
