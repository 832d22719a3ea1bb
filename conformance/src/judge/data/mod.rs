//! What lies in a client's folders: rows, doubles, texts, pages in place of data.
//!
//! A record is known by the witnesses in it, whatever the file format and whatever the client calls
//! its columns. What a client keeps at all was learned from its first clean run.

pub(super) mod answers;
pub(super) mod columns;
pub(super) mod family;
mod joined;
mod links;
pub(super) mod marks;
mod named_store;
pub(super) mod outside;
pub(super) mod pages;
pub(super) mod places;
pub(super) mod questions;
pub(super) mod rows;
pub(super) mod store;
pub(super) mod tables;
pub(super) mod texts;
pub(super) mod twice;

use crate::play::played::PlayedRun;

/// Why something may be kept and yet was not found, in any of some runs.
fn unread(runs: &[PlayedRun]) -> Option<String> {
    let (run, note) = runs.iter().find_map(|run| Some((run, run.unread()?)))?;
    Some(match run.dump {
        Some(_) => note,
        None => format!("{note}; a `dump` command in the manifest can make a store readable"),
    })
}
