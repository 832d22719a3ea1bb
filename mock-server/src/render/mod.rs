//! Tables become bytes, one file per format. Nothing here knows where the tables came from.
//!
//! Every format is a function from [`Tables`](crate::tables::table::Tables) to a body in memory;
//! the same tables give the same bytes, always.
//!
//! - [`mod@format`]: the formats by name, with content type and file extension.
//! - [`csv_zip`]: a zip with one csv file per table.
//! - [`json`]: one JSON object.
//! - [`csv`]: the lines of a csv file.
//! - `moment`, `int`: points in time and numbers as text.

pub mod csv;
pub mod csv_zip;
pub mod format;
mod int;
pub mod json;
mod moment;

use std::io;

/// Why an export could not be put into a format.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The format cannot hold this: too many columns, a cell too long, two sheets of one name.
    #[error("{0}")]
    DoesNotFit(String),
    /// Writing failed; in memory this means a limit of the archive or workbook format.
    #[error(transparent)]
    Io(#[from] io::Error),
}
