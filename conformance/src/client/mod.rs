//! A client program: its manifest, the contract with it, and running it.
//!
//! | file | what it holds |
//! |---|---|
//! | [`manifest`] | what the author of a client says about it |
//! | [`command`] | a command line, and how it becomes arguments |
//! | [`placeholders`] | `{url}`, `{out}` and the other words, and the same as `HQ_*` |
//! | [`replacement`] | what it wants replaced in its snapshots |
//! | [`folders`] | the folders of a run: `{out}`, `{state}`, home, working folder |
//! | [`run`](mod@run) | one step: start, wait, stop, collect |
//! | [`process_group`] | ending everything a client started |
//! | [`remove`] | how the folders go when the run is over |
//! | [`temporary`] | temporary folders: where they are made, and that they go |
//! | [`watcher`] | a process that clears up where the kit is killed |
//! | [`descriptors`] | how many files may be open, and so how much may go on at once |
//! | [`pipes`] | its two outputs, bounded |

pub mod command;
pub mod descriptors;
mod duration;
pub mod folders;
pub mod manifest;
pub mod pipes;
pub mod placeholders;
pub mod process_group;
pub mod remove;
pub mod replacement;
pub mod run;
pub mod temporary;
pub mod watcher;
