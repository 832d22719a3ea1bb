//! Finished exports, kept for the next one who asks for the same: a bounded number of bytes.
//!
//! Nothing here is ever out of date. An export is known by all it is made of: the very documents,
//! the very columns, and each choice that shapes its bytes ([`key`]). Documents never change once
//! they are stored; an edit stores another one. So a change of a space needs no word to the cache: the
//! changed export is simply another export. Tokens are no part of an export's bytes and are issued
//! anew each time.
//!
//! - [`key`]: what an export is made of
//! - [`finished`]: the exports kept, the least recently used go first
//! - [`awaited`]: who waits for which, so that nothing is made for nobody

pub mod awaited;
pub mod finished;
pub mod key;

pub use finished::{Finished, Usage};
pub use key::{Makings, Recipe};
