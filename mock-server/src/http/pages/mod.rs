//! HTML pages: compiled templates, escaped by default. Every page carries the mark of its space, so
//! that a page kept in place of data can be recognised.

pub mod custom_export;
pub mod dashboard;
pub mod domain_select;
pub mod export_listing;
pub mod layout;
pub mod login;
pub mod problem;
