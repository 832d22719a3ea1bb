//! What HQ knows: project spaces, people, forms, clock, tokens. Nothing here knows of HTTP.
//!
//! - [`space`]: a project space, the island everything else lives on
//! - [`form`], [`document`], [`form_store`]: stored submissions
//! - [`submit`], [`receive`]: how a submission becomes a stored document; [`xml`]: the XML a phone sends
//! - [`export`], [`token`]: what one download holds, and what acknowledges it
//! - [`cases`]: what one case export holds; [`selected_users`]: whose data an export holds
//! - [`custom_export`]: chosen columns under names of their own; [`stored_export`]: a file of one, made
//!   earlier and kept
//! - [`form_metadata`]: every form of the space, a line each
//! - [`people`], [`plan`], [`access`]: who may do what
//! - [`recorded`]: bytes served as they are
//! - [`clock`]: the virtual clock
//! - [`file`](mod@file): a world file becomes project spaces; [`generate`]: a seed and a shape become a world
//! - [`dump`]: a whole space, written down
//! - [`recipe`]: what a space is made of; [`variation`]: one variation of it, as a name says it

pub mod access;
pub mod cases;
pub mod clock;
pub mod custom_export;
pub mod document;
pub mod dump;
pub mod export;
pub mod file;
pub mod form;
pub mod form_metadata;
pub mod form_store;
pub mod generate;
pub mod people;
pub mod plan;
pub mod receive;
pub mod recipe;
pub mod recorded;
mod registered;
pub mod selected_users;
pub mod space;
pub mod stored_export;
pub mod submit;
pub mod token;
pub mod variation;
pub mod xml;
