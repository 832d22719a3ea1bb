//! A fake HQ for the tests of a Rust program: started in a line, stopped when dropped.
//!
//! - [`builder`]: which world, which server, where
//! - [`running`]: the handle of a running server
//! - [`space`]: one of its project spaces: addresses, people, forms, clock, tokens, journal
//! - [`offered`]: the exports of a space, as its listing page offers them
//! - [`error`]: what can go wrong
//! - `thread`: the thread that the server lives on
//!
//! The page `docs/library.md` shows it in use.

pub mod builder;
pub mod error;
pub mod offered;
pub mod running;
pub mod space;
mod thread;

pub use builder::FakeHqBuilder;
pub use error::{NoSuchSpace, StartError};
pub use offered::OfferedExport;
pub use running::FakeHq;
pub use space::{Login, Space};
