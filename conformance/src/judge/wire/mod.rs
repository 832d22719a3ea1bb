//! What the server recorded: credentials, addresses, parameters, tokens sent or withheld.

pub(super) mod asked;
pub(super) mod auth;
pub(super) mod parameters;
pub(super) mod patience;
pub(super) mod tag;
pub(super) mod tokens;
pub(super) mod which_token;
