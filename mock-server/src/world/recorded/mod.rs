//! Recorded answers: bytes that a project space serves as they are, for requests that a world file names.
//!
//! - [`answer`]: one of them, and which requests it is for
//! - [`file`](mod@file): `[[answer]]` of a world file becomes one
//! - `written`: their bytes in a dump

pub mod answer;
pub mod file;
mod written;

pub use answer::{Recorded, Served};
