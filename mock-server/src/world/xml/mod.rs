//! The XML a phone sends, and what HQ makes of it.
//!
//! - [`read`]: XML to the `form` object of a stored document.
//! - [`mod@write`]: the way back, for invented forms and for the `raw` format.
//! - [`error`]: why XML was refused, and where.
//! - [`chars`]: which characters and names XML allows.
//! - [`envelope`]: the document HQ stores around a form; duplicates, edits, errors.
//! - [`moment`]: points in time as phones and HQ write them.

pub mod chars;
pub mod envelope;
pub mod error;
pub mod moment;
pub mod read;
pub mod write;
