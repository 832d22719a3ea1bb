//! `/a/{domain}/reports/export/`

mod download;
mod extra_formats;
mod gates;
mod increments;
mod raw;
mod refused_parameters;
mod timeline;
mod unpublished_parameters;
mod walkthrough;
