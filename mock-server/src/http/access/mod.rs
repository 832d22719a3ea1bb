//! Who may ask: plan, login, permission, method, in the order of HQ.
//!
//! - [`authorize`]: the gates before every export
//! - [`stored_export_login`]: the other logins of stored exports
//! - [`login`], [`login_page`]: where people log in
//! - [`domain_select`], [`domain_select_page`]: where sessions of deactivated spaces are led
//! - [`csrf`]: forms of our own pages only

pub mod authorize;
pub mod csrf;
pub mod domain_select;
pub mod domain_select_page;
pub mod login;
pub mod login_page;
pub mod stored_export_login;
