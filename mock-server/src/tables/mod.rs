//! Stored documents become tables. Nothing here knows of HTTP or of bytes.
//!
//! - [`table`]: what every format reads: [`Tables`](table::Tables), rows of [`Cell`](table::Cell)s.

pub mod table;
