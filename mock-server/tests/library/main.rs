//! `FakeHq`, as the tests of other programs use it.

#![allow(clippy::unwrap_used)]

mod client;
mod ending;
mod options;
mod spaces;
