//! What HQ knows: project spaces, people, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`space`]: a project space, the island everything else lives on
//! - [`form`], [`form_store`]: stored submissions
//! - [`submit`], [`receive`]: how a submission becomes a stored document; [`xml`]: the XML a phone sends
//! - [`token`]: what acknowledges a download
//! - [`custom_export`]: chosen columns under names of their own; [`stored_export`]: a file of one, made
//!   earlier and kept
//! - [`people`], [`plan`], [`access`]: who may do what
//! - [`recorded`]: bytes served as they are
//! - [`clock`]: the virtual clock
//! - [`generate`]: a seed and a shape become a world

pub mod access;
pub mod cases;
pub mod clock;
pub mod custom_export;
pub mod form;
pub mod form_store;
pub mod generate;
pub mod people;
pub mod plan;
pub mod receive;
pub mod recorded;
pub mod space;
pub mod stored_export;
pub mod submit;
pub mod token;
pub mod variation;
pub mod xml;
