//! Custom exports: somebody's choice of columns, under names of their own (page: Form Data Export;
//! facts B.3).
//!
//! - [`definition`]: what one is
//! - [`file`](mod@file): how a world file says it
//! - [`rows`]: what one answer of it is made of
//! - [`case_document`]: a case as the document such an export chooses columns of

pub mod case_document;
pub mod definition;
pub mod file;
pub mod rows;
mod written;
