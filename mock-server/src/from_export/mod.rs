//! A downloaded export becomes a world again: tables turn back into documents that give the same
//! tables, and what the file does not say is listed.
//!
//! - [`mod@read`]: the bytes of a file become [`table::Table`]s or submissions, within bounds
//! - [`table`]: a table as a file shows it
//! - `separator`, `columns`, `table_names`: what joined names meant before they were joined
//! - [`mod@rebuild`]: tables become documents
//! - `tree`: putting values at places of a document
//! - `keeper`: columns that no row fills
//! - `compare`: whether the documents give the tables they came from
//! - `submissions`: the entries of a raw archive become documents
//! - [`unknown`]: what cannot be known from a file, in words
//! - [`mod@world`]: several files become one world file and its documents

mod columns;
mod compare;
mod keeper;
pub mod read;
pub mod rebuild;
mod separator;
mod submissions;
pub mod table;
mod table_names;
mod tree;
pub mod unknown;
pub mod world;
