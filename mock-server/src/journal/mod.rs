//! What was asked and what was answered: a bounded ring of entries per project space.
//!
//! - [`ring`]: the ring itself
//! - [`bounds`]: how much it keeps
//! - [`kept`]: what it keeps of a request, as it went over the wire
//! - [`entry`]: what it shows of it
//! - [`redact`]: secrets never get out; [`secret_names`]: which names are those of secrets

pub mod bounds;
pub mod entry;
pub mod kept;
pub mod redact;
pub mod ring;
pub mod secret_names;
mod secret_values;
mod user_info;
