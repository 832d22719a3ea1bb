//! What HQ knows: project spaces, people, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`space`]: a project space, the island everything else lives on
//! - [`form`], [`document`], [`form_store`]: stored submissions
//! - [`submit`]: how a submission becomes a stored document
//! - [`export`], [`token`]: what one download holds, and what acknowledges it
//! - [`people`], [`plan`]: who may do what
//! - [`clock`]: the virtual clock

pub mod clock;
pub mod document;
pub mod export;
pub mod form;
pub mod form_store;
pub mod people;
pub mod plan;
pub mod space;
pub mod submit;
pub mod token;
