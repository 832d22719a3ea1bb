//! What HQ knows: project spaces, people, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`space`]: a project space, the island everything else lives on
//! - [`document`], [`form`], [`form_store`]: stored submissions
//! - [`submit`]: how a submission becomes a stored document
//! - [`people`], [`plan`]: who may do what
//! - [`token`]: export tokens, and [`export`]: what one download holds
//! - [`clock`]: the virtual clock

pub mod clock;
pub mod document;
pub mod form;
pub mod people;
pub mod plan;
pub mod token;
