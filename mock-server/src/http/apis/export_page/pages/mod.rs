//! The HTML of the listing and of the form of a custom export.

pub mod custom_export;
pub mod export_listing;
