//! Tables become bytes, one file per format. Nothing here knows where the tables came from.
//!
//! Every format is a function from [`Tables`](crate::tables::table::Tables) to a body in memory;
//! the same tables give the same bytes, always.
//!
//! - [`csv_zip`], [`xlsx`], [`xls`], [`html`], [`json`], [`raw_zip`]: one format each
//! - [`unzipped_csv`], [`zipped_html`]: the two formats the page does not name; `table_zip`: a zip of tables
//! - [`mod@by_format`]: one call for all of them
//! - [`csv`]: the lines of a csv file
//! - [`cell_text`]: a cell as text, where the formats agree on it; `moment`, `int`: points in time and numbers
//! - `sparse`: exports that are nearly all empty; `sheet_limits`: what a workbook can hold; `xlsx_text`: which texts an xlsx may hold
//! - [`wanted`]: whether anybody still waits for it
//! - `rows`: walking over rows; `eights`: looking for special bytes eight at a time

pub mod by_format;
pub mod cell_text;
pub mod csv;
pub mod csv_zip;
mod eights;
pub mod html;
mod int;
pub mod json;
mod moment;
pub mod raw_zip;
mod rows;
mod sheet_limits;
mod sparse;
mod table_zip;
pub mod unzipped_csv;
pub mod wanted;
pub mod xls;
pub mod xlsx;
mod xlsx_text;
pub mod zipped_html;

use std::io;

/// Why an export could not be put into a format.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The format cannot hold this: too many columns, a cell too long, two sheets of one name.
    #[error("{0}")]
    DoesNotFit(String),
    /// The format is not made of tables.
    #[error("the format {0} holds submissions as they came, and no tables")]
    NoTables(super::file_format::Format),
    /// A document came without its XML, and cannot be written as XML.
    #[error("the submission {id} came without its XML, which cannot be made of it: {reason}")]
    NoXml {
        /// The document.
        id: String,
        /// Why not.
        reason: String,
    },
    /// Writing failed; in memory this means a limit of the archive or workbook format.
    #[error(transparent)]
    Io(#[from] io::Error),
}
