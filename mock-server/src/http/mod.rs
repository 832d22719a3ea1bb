//! The network side: connections, one module per URL of the API, pages, the control API.
//!
//! - [`wire`]: the connection itself: reading heads, writing answers byte-exact
//! - [`app`]: all routes
//! - [`call`]: one request on its way through them, and its journal entry
//! - [`gates`]: plan, login, permission, method; [`stored_export_login`]: the other logins of stored exports
//! - [`form_export`], [`custom_export`], [`stored_export`], [`case_export`], [`form_metadata`], [`export_listing`],
//!   [`login`]: one module per URL
//! - [`domain_select`]: where sessions of deactivated spaces are led
//! - [`receiver`]: where phones send forms; [`multipart`]: forms in parts
//! - [`custom_export_form`]: where a custom export is made and changed; [`csrf`]: forms of our pages only
//! - [`control`]: the control API
//! - [`download`]: what the answers of all exports share
//! - [`query`], [`parameters`], [`custom_parameters`], [`unpublished`], [`ignored`], [`day`]: what requests say
//! - [`background`]: downloads that HQ would make later
//! - [`explanation`]: the notes of the journal in the answer, where asked for
//! - [`address`], [`answer`], [`file_name`], [`stray_headers`]: what answers are made of
//! - [`recorded`]: recorded answers of a world file
//! - [`strike`]: faults laid on a space, played on its answers
//! - [`front`], `to_https`: scheme and host name of a server that has its own
//! - [`pages`](mod@pages): the HTML pages

pub mod address;
pub mod answer;
pub mod app;
pub mod background;
pub mod call;
pub mod case_export;
pub mod control;
pub mod csrf;
pub mod custom_export;
pub mod custom_export_form;
pub mod custom_parameters;
pub mod day;
pub mod domain_select;
pub mod download;
pub mod explanation;
pub mod export_listing;
pub mod file_name;
pub mod form_export;
pub mod form_metadata;
pub mod front;
pub mod gates;
pub mod ignored;
pub mod login;
pub mod multipart;
pub mod pages;
pub mod parameters;
pub mod query;
pub mod receiver;
pub mod recorded;
pub mod stored_export;
pub mod stored_export_login;
pub mod stray_headers;
pub mod strike;
pub(crate) mod to_https;
pub mod unpublished;
pub mod wire;
