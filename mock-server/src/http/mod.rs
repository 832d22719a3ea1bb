//! The network side: connections, routes, who may ask, what is answered, the control API.
//!
//! - [`wire`]: the connection itself: heads are read, answers written byte-exact; knows nothing of the others
//! - [`call`]: one request as the routes see it: query, addresses, what answers are made of
//! - [`access`]: who may ask, and the pages where people log in
//! - [`apis`]: one folder for each API by which HQ gives or takes data
//! - [`layers`]: what lies around every route: journal, recorded answers, effects of faults
//! - [`control`]: the control API and its dashboard
//! - [`routes`]: all addresses, in one place

pub mod access;
pub mod apis;
pub mod call;
pub mod control;
pub mod layers;
pub mod routes;
pub mod wire;
