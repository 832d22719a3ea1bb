//! Failures that are known: a list with a reason for each, so that a run shows what is new. The list
//! burns down: what passes has to leave it.
//!
//! - [`list`]: the file, and what it says of results

pub mod list;
