//! Snapshots: what a client produced, in one semantic view, compared with what its author approved.
//!
//! | file | what it holds |
//! |---|---|
//! | [`view`] | a played story as text: how runs ended, what was kept, by meaning and not by byte |
//! | [`redaction`] | what differs from run to run replaced, equal values by equal words |
//! | `moments` | days and times of the run, found in any text |
//! | `days`, `time_of_day` | how people write them |
//! | [`store`] | the files beside the manifest, approved and pending |
//! | [`compare`] | views against the store |
//! | [`review`] | a person decides, one by one |

pub mod compare;
mod days;
mod moments;
pub mod redaction;
pub mod review;
pub mod store;
mod time_of_day;
pub mod view;
