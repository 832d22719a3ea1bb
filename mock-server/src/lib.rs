//! A fake CommCare HQ.
//!
//! One small server that invents project spaces full of forms, cases and users, and answers the
//! HTTP export API the way HQ does, its edges included. The binary `fakehq` is a thin shell over
//! this library.
//!
//! The rooms, in the order data flows through them:
//!
//! | room | what lives there |
//! |---|---|
//! | [`http`] | connections, who may ask, one folder for each API, the control API |
//! | [`hq`] | all project spaces, as a running server knows them |
//! | [`mod@world_file`] | a world file or a dump becomes project spaces |
//! | [`cache`] | finished exports, kept for the next one who asks for the same |
//! | [`form_download`] | one download of a form, in any format; no HTTP |
//! | [`render`] | tables become the bytes of one format; [`file_format`]: the formats by name |
//! | [`tables`] | documents become tables; no HTTP, no bytes |
//! | [`selection`] | which documents an answer holds |
//! | [`world`] | what HQ knows: project spaces, users, forms, cases, clock, tokens |
//! | [`document`] | stored documents, their shared keys and schemas |
//! | [`auth`] | proofs of who asks: digest, Basic, API keys, sessions |
//! | [`faults`] | what goes wrong on request: faults as data, and their schedule |
//! | [`quirks`] | one unit per edge behaviour, and the profiles made of them |
//! | [`journal`] | what was asked and what was answered |
//! | [`tls`] | certificates, one's own or given |
//! | [`input`] | what people write, read with care |
//! | [`mod@from_export`] | a downloaded file becomes a world again |
//! | [`server`] | starting and stopping |
//! | [`mod@fake_hq`] | the same for the tests of a Rust program: [`FakeHq`] |
//!
//! A download in a test, with any HTTP client; here `reqwest`, and `digest_auth` for the login:
//!
//! ```
//! use fakehq::{FakeHq, file_format::Format};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let hq = FakeHq::start().await?;
//! let demo = hq.space("demo")?;
//! let (export, login) = (&demo.exports()[0], demo.login().ok_or("nobody may export")?);
//! let url = export.url(Format::Json);
//!
//! let client = reqwest::Client::new();
//! let challenged = client.get(&url).send().await?;
//! assert_eq!(challenged.status(), 401);
//! let mut challenge = digest_auth::parse(challenged.headers()["www-authenticate"].to_str()?)?;
//! let path = &url[hq.base_url().len()..];
//! let credentials = digest_auth::AuthContext::new(login.username, login.password, path);
//! let answer = challenge.respond(&credentials)?.to_string();
//! let download = client.get(&url).header("Authorization", answer).send().await?;
//!
//! assert_eq!(download.status(), 200);
//! let token = download.headers()["x-commcarehq-export-token"].to_str()?.to_owned();
//! assert_eq!(token.len(), 32);
//! assert!(download.text().await?.starts_with(r##"{"#":"##));
//!
//! let requests = demo.requests().await;
//! let issued = requests[1].export.as_ref().and_then(|export| export.token_issued.clone());
//! assert_eq!(issued, Some(token));
//! # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod auth;
pub mod cache;
pub mod document;
pub mod fake_hq;
pub mod faults;
pub mod file_format;
pub mod form_download;
pub mod from_export;
pub mod hq;
pub mod http;
pub mod input;
pub mod journal;
pub mod quirks;
pub mod render;
pub mod selection;
pub mod server;
pub mod tables;
#[doc(hidden)]
pub mod terminal;
pub mod tls;
pub mod world;
pub mod world_file;

pub use fake_hq::FakeHq;
