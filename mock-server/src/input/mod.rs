//! What people write, read with care: the nearest known word, spans of time, errors of TOML.

pub mod hex;
pub mod nearest;
pub mod span;
pub mod toml_error;
