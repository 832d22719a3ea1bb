//! The edge behaviours of HQ, one small unit each, and the profiles made of them.
//!
//! A quirk is an enum of choices with a [`Card`] that says what it is about. [`Choices`] holds one
//! choice of each; a [`Profile`] is nothing but a set of choices, and any single one can be
//! overridden. From this one list come the command line, the docs page and the coverage table.

pub(crate) mod docs;
mod units;

pub use docs::{Card, Profile, Quirk, UnknownChoice};
pub use units::*;
