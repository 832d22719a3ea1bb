//! Walking over the rows of a table with errors of our own.

use std::io;

use super::RenderError;
use crate::tables::table::{Cell, Tables};

/// Hands every row of a table to `each`; the first error ends the walk and comes back whole.
///
/// [`Tables::rows`] knows only [`io::Error`]; this carries a [`RenderError`] around it.
pub(super) fn each_row(
    tables: &dyn Tables,
    table: usize,
    mut each: impl FnMut(&[Cell<'_>]) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    let mut refused = None;
    let walked = tables.rows(table, &mut |row| {
        each(row).map_err(|error| match error {
            RenderError::Io(error) => error,
            other => {
                refused = Some(other);
                io::Error::other("a row does not fit the format")
            }
        })
    });
    match refused {
        Some(error) => Err(error),
        None => Ok(walked?),
    }
}
