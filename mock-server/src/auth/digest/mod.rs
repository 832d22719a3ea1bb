//! Digest authentication as HQ did it (facts G.2, G.3), with reasons for every refusal.
//!
//! One call per request: [`DigestGate::check`].
//!
//! - [`gate`]: that call; ties the rest together and counts challenges
//! - [`challenge`]: the value of `WWW-Authenticate`
//! - [`nonce`]: making nonces and knowing one's own
//! - [`nonces`]: which user counts where on which nonce
//! - [`answer`]: reading an `Authorization` header, byte by byte
//! - `verify`: the checks, in their order
//! - `response`: the arithmetic of a response, right or as a known mistake has it
//! - [`mistakes`]: which well-known mistake gives exactly what was sent
//! - [`refusal`]: what was wrong, typed
//! - `explain`: the same in plain words

pub mod answer;
pub mod challenge;
mod explain;
pub mod gate;
pub mod mistakes;
pub mod nonce;
pub mod nonces;
pub mod refusal;
mod response;
mod verify;

pub use challenge::Style;
pub use gate::{Asked, DigestGate, Refused, Verified};
pub use mistakes::Mistake;
pub use refusal::{Denial, Refusal};
