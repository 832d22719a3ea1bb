//! What people write, read with care: the nearest known word, spans of time, errors of TOML, sizes of JSON.

pub mod hex;
pub mod json_size;
pub mod nearest;
pub mod span;
pub mod toml_error;
