//! The network side: connections, one module per URL of the API, pages, the control API.
//!
//! - [`wire`]: the connection itself: reading heads, writing answers byte-exact.

pub mod wire;
