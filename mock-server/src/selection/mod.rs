//! Which documents an answer holds. Nothing here knows of HTTP or of bytes.
//!
//! - [`form`]: what one form export holds
//! - [`custom`]: what a custom export holds; [`days`]: the days it is asked for
//! - [`stored`]: stored exports are made
//! - [`cases`]: what one case export holds
//! - [`form_metadata`]: every form of the space, a line each
//! - [`users`]: whose data an export holds

pub mod cases;
pub mod custom;
pub mod days;
pub mod form;
pub mod form_metadata;
pub mod stored;
pub mod users;
