//! The kit's own client: right in all respects, unless one of its named bugs is switched on.
//!
//! The kit is tested with it: right, it must pass every check; with a bug, it must fail the check
//! that names the bug. `hq-conformance reference` runs it.
//!
//! | file | what it holds |
//! |---|---|
//! | [`bug`] | the named bugs |
//! | [`settings`] | what a run is asked to do |
//! | [`address`] | an export's address: taken as given or built, and its parameters |
//! | [`wire`] | asking: credentials, redirects, waiting, the whole body |
//! | [`meaning`] | what an answer means: data, nothing new, a failure |
//! | [`tokens`] | the export tokens it knows |
//! | [`read`] | the bytes of an answer become tables or submissions |
//! | [`keep`] | what was read is stored |
//! | `first_schema` | what some bugs remember of a first download |
//! | [`failure`] | what went wrong, for the person who runs it |
//! | [`client`] | one run: every export, one after the other |

pub mod address;
pub mod bug;
pub mod client;
pub mod failure;
mod first_schema;
pub mod keep;
pub mod meaning;
pub mod read;
pub mod settings;
pub mod tokens;
pub mod wire;
