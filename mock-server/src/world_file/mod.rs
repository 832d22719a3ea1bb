//! A world file becomes project spaces: TOML, typed, unknown keys refused.
//!
//! ```
//! use fakehq::world_file::{Overrides, World};
//!
//! let world = World::parse(
//!     r#"
//!     profile = "hq-2013"
//!     quirks = { empty-export = "not-found" }
//!
//!     [[space]]
//!     plan = "pro"
//!
//!     [space.invent]
//!     project_space = "demo"
//!     people = { web_users = [{ username = "jane@example.org", password = "secret" }] }
//!
//!     [[space.invent.form]]
//!     name = "Visit"
//!     xmlns = "http://example.org/visit"
//!     count = 3
//!     questions = [{ name = "village", kind = "village" }]
//!     "#,
//!     "visits.toml",
//!     &Overrides::default(),
//! )?;
//! assert_eq!(world.spaces[0].forms.len(), 3);
//! # Ok::<(), fakehq::world_file::WorldError>(())
//! ```
//!
//! - `world`: a whole file
//! - `space_table`: one `[[space]]` of it
//! - `error`: what may be wrong with it
//! - [`dump`]: a whole space, written down

pub mod default_world;
pub mod dump;
mod error;
pub mod recipe;
pub(crate) mod registered;
mod space_table;
mod world;

pub use error::WorldError;
pub(crate) use error::{Problem, in_file};
pub(crate) use space_table::SpaceTable;
pub use world::{Overrides, PlannedSpace, World};
