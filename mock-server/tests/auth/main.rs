//! Digest authentication as clients meet it, without a socket.

mod client;
mod clients;
mod explanations;
mod oracle;
mod vectors;
mod wrong_response;
