//! The xls format: one workbook of the kind Excel 97 wrote (BIFF8), a sheet for each table.
//!
//! - [`workbook`]: from tables to the bytes of the file: start reading here;
//! - [`sheet`]: the stream of one sheet, cells as references to shared strings;
//! - [`shared_strings`]: each different text once;
//! - [`continued`]: the shared strings as records, cut where the format says;
//! - [`globals`]: everything before the sheets;
//! - [`record`]: the frame of all of it;
//! - [`container`]: the file around the stream.

mod container;
mod continued;
mod globals;
mod record;
mod shared_strings;
mod sheet;
mod workbook;

pub use workbook::render;
