//! The routes as clients meet them: a server on a free port, raw HTTP over sockets, a frozen clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod abandoned;
mod access;
mod background;
mod by_name;
mod control;
mod control_parts;
mod control_spaces;
mod custom_export_form;
#[path = "../wire/damage.rs"]
mod damage;
mod digest_vectors;
mod explanations;
mod faults;
mod heavy;
mod journal;
mod kept_exports;
mod load;
mod login;
mod matrix;
mod openapi;
mod paths;
mod receiver;
mod recorded;
mod reports_export;
mod secrets;
mod spoiled;
mod stored_exports;
mod support;
