//! The export API of the published page, and the pages behind its listing.
//!
//! - [`form_export`], [`custom_export`], [`stored_export`], [`case_export`], [`form_metadata`]: one module per export
//! - [`export_listing`]: the page that lists them; [`custom_export_form`]: where a custom export is made and changed
//! - [`download`], [`file_name`]: what the answers of all exports share
//! - [`parameters`], [`custom_parameters`], [`unpublished`], [`ignored`], [`day`]: what requests say
//! - [`background`]: downloads that HQ would make later
//! - [`pages`]: the HTML of the listing and of the form

mod asked_users;
pub mod background;
pub mod case_export;
pub mod custom_export;
pub mod custom_export_form;
pub mod custom_parameters;
pub mod day;
pub mod download;
pub mod export_listing;
pub mod file_name;
pub mod form_export;
pub mod form_metadata;
pub mod ignored;
pub mod pages;
pub mod parameters;
pub mod stored_export;
pub mod unpublished;
