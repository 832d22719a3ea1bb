//! Playing a scenario: a project space is made, the client runs in it, and everything it did is
//! written down.
//!
//! - [`stage`]: the fake HQ all scenarios are played on
//! - [`kit_world`]: the world of one scenario, its documents full of findable values
//! - [`cast`]: who plays: a client, one of its operations, a format
//! - [`scene`]: the steps of a scenario, one after the other
//! - [`person`]: somebody in the place of a client
//! - `run_step`: one run of the client in it
//! - `lacking`: what the client lacked because its folders are fresh
//! - `token_file`: where it put the token it was sent
//! - [`found`]: the values that were found in what a client keeps
//! - [`played`]: what was seen

pub mod cast;
pub mod found;
pub mod kit_world;
mod lacking;
pub mod person;
pub mod played;
mod run_step;
pub mod scene;
pub mod stage;
mod token_file;
