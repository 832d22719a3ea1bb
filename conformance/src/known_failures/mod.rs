//! Failures that are known: a list with a reason for each, so that a run shows what is new. The list
//! burns down: what passes has to leave it.
//!
//! - [`list`]: the file, and what it says of results
//! - [`baseline`](mod@baseline): the file written anew, comments kept

pub mod baseline;
pub mod list;
