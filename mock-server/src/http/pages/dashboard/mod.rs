//! The dashboard: what a server knows and what was asked of it, for people.
//!
//! - [`overview`]: all spaces
//! - [`space`]: one of them; [`journal`]: what was asked of it
//! - [`style`]: how it looks

pub mod journal;
pub mod overview;
pub mod space;
pub mod style;
