//! The APIs by which HQ gives and takes data, a folder each.
//!
//! - [`export_page`]: the export API of the published page, with the pages behind its listing
//! - [`receiver`]: where phones send forms

pub mod export_page;
pub mod receiver;
