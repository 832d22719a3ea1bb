//! What was asked and what was answered: a bounded ring of entries per project space.
//!
//! - [`entry`]: one request and its answer
//! - [`ring`]: the ring itself
//! - [`redact`]: secrets never get in

pub mod entry;
pub mod redact;
pub mod ring;
