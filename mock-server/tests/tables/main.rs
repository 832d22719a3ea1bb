//! Documents become tables, and tables become bytes: against what the original engine gave for the
//! same documents (`fixtures/vectors`), and for any documents at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_documents;
mod archive;
mod cells;
mod documents;
mod index;
mod names_and_headers;
mod recorded;
mod shown;
mod walkthrough;

use std::path::PathBuf;

/// The text of a file of `fixtures/vectors`.
fn vectors(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures/vectors")
        .join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
