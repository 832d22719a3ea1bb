//! Playing a scenario: a project space is made, the client runs in it, and everything it did is
//! written down.
//!
//! - [`stage`]: the fake HQ all scenarios are played on
//! - [`kit_world`]: the space of one scenario, its forms full of findable values
//! - [`scene`]: the steps of a scenario, one after the other
//! - [`played`]: what was seen

pub mod kit_world;
pub mod played;
pub mod scene;
pub mod stage;
