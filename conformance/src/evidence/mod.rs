//! What a client left behind, as one semantic view: containers of records.
//!
//! Every file is known by its content, not by its name. [`Reading`] walks folders within
//! [`Limits`]; one file per format turns text into tables.
//!
//! | file | what it holds |
//! |---|---|
//! | [`container`] | containers, records, cells |
//! | [`reading`] | folders and bytes become [`Evidence`] |
//! | [`reader_process`] | all of that in a process of its own, with limits |
//! | `step` | what is read after a step |
//! | `sniff` | what kind of content some bytes are |
//! | `archive`, `tar`, `gzip`, `zlib` | packed files, inflated within bounds |
//! | `sheet` | workbooks (xlsx) |
//! | `old_workbook` | workbooks of the old format (xls) |
//! | `store` | SQLite databases, through SQL |
//! | `csv`, `json`, `html`, `xml`, `insert`, `ini`, `lines` | text becomes tables |
//! | `nested` | what stands inside a value |

mod archive;
pub mod container;
mod csv;
mod gzip;
mod html;
mod ini;
mod insert;
mod json;
mod lines;
mod nested;
mod old_workbook;
pub mod reader_process;
pub mod reading;
mod sheet;
mod sniff;
mod step;
mod store;
mod table;
mod tar;
mod xml;
mod zlib;

pub use container::{Cell, Container, Kind, Record};
pub use reading::{Evidence, Limits, Note, Reading, Remark};
pub use step::after_step;
