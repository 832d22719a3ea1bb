//! Who is asking: digest challenges and their verification, sessions of the login form.
//!
//! Everything here is pure: bytes of a header go in, time comes as a [`jiff::Timestamp`], randomness
//! as a seed; the same calls give the same nonces, cookies and verdicts.
//!
//! - [`account`]: the one thing this room wants to know of a world: a name's account
//! - [`digest`]: one call per request, and a refusal that says what the client did wrong
//! - [`session`]: the cookies behind the login form
//! - [`basic`]: whose name stands in Basic credentials, to explain why they are not taken
//! - [`api_key`]: API keys, for stored exports
//! - `hash`: MD5 over parts joined by colons, as the protocol wants it
//! - `shown`: what a client sent, made safe to print

pub mod account;
pub mod api_key;
pub mod basic;
pub mod digest;
mod hash;
pub(crate) mod printable;
pub mod session;
