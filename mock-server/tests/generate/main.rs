//! Worlds made of a seed, and the XML of forms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod hostile_xml;
mod round_trip;
mod submissions;
mod witnesses;
mod worlds;
