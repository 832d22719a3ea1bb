//! What HQ knows: project spaces, users, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`document`]: a stored JSON document, kept compact.

pub mod document;
