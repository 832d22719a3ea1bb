//! Cases, as the forms of a space make them.
//!
//! - [`block`]: what one form says of a case
//! - [`book`]: all cases of a space

pub mod block;
pub mod book;
