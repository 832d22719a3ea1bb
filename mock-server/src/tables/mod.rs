//! Stored documents become tables. Nothing here knows of HTTP or of bytes.
//!
//! - [`table`]: what every format reads: [`Tables`](table::Tables), rows of [`Cell`](table::Cell)s.
//! - [`layout`]: a schema becomes tables and columns, in order, with names and headers.
//! - [`flatten`]: documents become the rows of a layout; `row`, `destinations`: where their
//!   values go.
//! - [`case_tables`]: the tables of a case export.
//! - [`form_metadata`]: the table of the form metadata export.
//! - [`custom`]: the tables of a custom export; [`mask`]: values made unrecognisable.
//! - [`headers`]: headers cut to a size and made distinct.
//! - [`names`]: table names as archive entries and sheets.
//! - [`listed`]: tables that simply stand in memory: cases, users, tests.
//! - [`shuffled`]: the same tables in another order.

pub mod case_tables;
pub mod custom;
mod destinations;
pub mod flatten;
pub mod form_metadata;
pub mod headers;
pub mod layout;
pub mod listed;
pub mod mask;
pub mod names;
mod row;
pub mod shuffled;
pub mod table;
