//! A fake CommCare HQ.
//!
//! One small server that invents project spaces full of forms, cases and users, and answers the
//! HTTP export API the way HQ does, its edges included. The binary `fakehq` is a thin shell over
//! this library.
//!
//! The rooms, in the order data flows through them:
//!
//! | room | what lives there |
//! |---|---|
//! | [`http`] | connections, one module per URL, pages, the control API |
//! | [`auth`] | digest challenge and verification, sessions |
//! | [`quirks`] | one unit per edge behaviour, and the profiles made of them |
//! | [`world`] | what HQ knows: project spaces, users, forms, cases, clock, tokens |
//! | [`tables`] | stored documents become tables; no HTTP, no bytes |
//! | [`render`] | tables become the bytes of one format |
//! | [`form_download`] | one download of a form, in any format; no HTTP |
//! | [`mod@from_export`] | a downloaded file becomes a world again |
//! | [`journal`] | what was asked and what was answered |
//! | [`hq`] | all of it together, as a running server knows it |
//! | [`server`] | starting and stopping |
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod auth;
pub mod form_download;
pub mod from_export;
pub mod hq;
pub mod http;
pub mod journal;
pub mod nearest;
pub mod quirks;
pub mod render;
pub mod server;
pub mod tables;
pub mod toml_error;
pub mod world;
