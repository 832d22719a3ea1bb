//! Snapshots as their users meet them: taken, reviewed, accepted; and what is redacted in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod flow;
mod redaction;
mod reviewing;
