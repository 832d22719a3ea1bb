//! The world without a world file.

use crate::world::generate::{check::ShapeError, shape::Shape};

/// The default world as a file, to copy and to change.
pub const DEFAULT_WORLD: &str = include_str!("worlds/default.toml");

/// The shape of the default world: project space `demo`, some 50 submissions of two forms with
/// repeats and of a small third one, households as cases, mobile workers, one web user.
///
/// ```
/// let shape = fakehq::world_file::default_world::default_world()?;
/// assert_eq!(shape.project_space, "demo");
/// # Ok::<(), fakehq::world::generate::check::ShapeError>(())
/// ```
///
/// # Errors
/// Never, as long as the file in the program is sound; a test holds that.
pub fn default_world() -> Result<Shape, ShapeError> {
    #[derive(serde::Deserialize)]
    struct File {
        space: [Space; 1],
    }
    #[derive(serde::Deserialize)]
    struct Space {
        invent: Shape,
    }
    let file: File =
        toml::from_str(DEFAULT_WORLD).map_err(|error| ShapeError::Toml(error.to_string()))?;
    let [space] = file.space;
    Ok(space.invent)
}
