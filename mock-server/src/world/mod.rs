//! What HQ knows: project spaces, users, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`document`]: a stored JSON document, kept compact.
//! - [`generate`]: a seed and a shape become a world.
//! - [`xml`]: the XML a phone sends, and what HQ makes of it.

pub mod document;
pub mod generate;
pub mod xml;
