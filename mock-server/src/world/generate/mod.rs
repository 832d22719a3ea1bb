//! A seed and a shape become a world: people, forms, cases. No clock, no hidden randomness.
//!
//! - [`shape`], [`question`]: what to invent, as a world file says it.
//! - [`check`]: whether a shape makes sense.
//! - [`world`]: the whole of it; [`submissions`]: forms come lazily, in order of arrival.
//! - [`forms`]: the content of one form.
//! - [`answers`], [`awkward`], [`names`]: what stands in a question.
//! - [`people`]: mobile workers, web users, groups.
//! - [`cases`]: which case a form opens, changes or closes.
//! - [`schedule`]: which form comes when.
//! - [`witness`]: unique, findable values, and the way back from a value to its place.
//! - [`dice`]: chance with a seed.

pub mod answers;
pub mod awkward;
pub mod cases;
pub mod check;
pub mod dice;
pub mod forms;
pub mod names;
pub mod people;
pub mod question;
pub mod schedule;
pub mod shape;
pub mod submissions;
pub mod witness;
pub mod world;
