//! Requests and answers as data (fixtures/matrix): the same requests under each profile, and every line
//! that differs from the server of 2013 with the quirk that makes the difference.
//!
//! - [`data`]: the files
//! - [`scene`]: the project spaces the requests are sent to
//! - [`seen`]: an answer as a line of a file has it
//! - [`replay`]: one request, played against a server
//! - [`profiles`], [`choices`]: the tests

mod choices;
mod data;
mod profiles;
mod replay;
mod scene;
mod seen;
