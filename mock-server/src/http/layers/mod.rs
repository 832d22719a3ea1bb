//! What lies around every route.
//!
//! - [`journaled`]: the call is made, and its journal entry written
//! - [`effects`]: faults laid on a space, played on its answers
//! - [`recorded`]: recorded answers of a world file
//! - [`stray_headers`]: headers that HQ sends besides
//! - `to_https`: plain HTTP is led to HTTPS

pub mod effects;
pub mod journaled;
pub mod recorded;
pub mod stray_headers;
pub(crate) mod to_https;
