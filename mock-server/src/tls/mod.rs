//! TLS: a certificate of one's own, or one that is given.
//!
//! - [`identity`]: certificate and key, ready to serve with
//! - [`own`]: an authority and a certificate made on the spot
//! - [`error`]: what can be wrong with files that are given

pub mod error;
pub mod identity;
mod own;

pub use error::TlsError;
pub use identity::Identity;
