//! What other programs read in the files this crate writes.
//!
//! - `sheets`: tables to render, fixed ones and any;
//! - `every_format`: any documents in every format of every profile;
//! - `xlsx`, `xls`, `html`, `raw_zip`: one format each, read back;
//! - `reading_programs`: the same files in LibreOffice and Python, where they are installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tables/archive.rs"]
mod archive;
#[path = "../tables/documents.rs"]
mod documents;
mod every_format;
mod html;
mod raw_zip;
mod reading_programs;

mod sheets;
mod xls;
mod xlsx;
