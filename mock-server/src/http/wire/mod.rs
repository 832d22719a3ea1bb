//! One HTTP/1.1 connection, byte for byte.
//!
//! Carries an [`axum::Router`], called as a plain service, over sockets. What the usual libraries
//! take care to hide is what a fake server is asked for: the client's head as it was sent, targets
//! that hold any byte (a literal `"` in a query is answered by the routes, not by the parser), names
//! of header fields as published, and answers that break off where a test wants them to.
//!
//! | file | idea |
//! |---|---|
//! | [`mod@listener`] | the accept loop and the graceful stop |
//! | [`mod@tls_accept`] | how a connection begins: as it is, or with a TLS handshake |
//! | [`mod@connection`] | the loop: head, body, router, answer, again |
//! | [`mod@request_reader`] | bytes of the socket become heads and bodies, within limits |
//! | [`mod@head`] | the grammar of a request head |
//! | [`mod@raw_request`] | the head as sent, handed to the router |
//! | [`mod@target`] | a percent-encoded copy of the target, for routing |
//! | [`mod@body`] | framing of request bodies |
//! | [`mod@refusal`] | what the connection itself answers |
//! | [`mod@answer`] | the head of a response |
//! | [`mod@reason`] | reason phrases of the old server |
//! | [`mod@spelling`] | names of header fields as published |
//! | [`mod@date`] | the text of the `Date` field |
//! | [`mod@fault`] | what goes wrong on request |
//! | [`mod@presence`] | whether a client still waits for its answer |
//! | [`mod@player`] | writes an answer step by step |
//! | [`mod@response_writer`] | writes pieces and counts them |
//! | [`mod@closing`] | FIN after a lingering read, RST after an empty send queue |
//! | [`mod@delivery`] | what really went out |
//! | [`mod@transport`] | what the connection needs of a socket |
//! | [`mod@send_queue`] | how many bytes the system still holds |
//! | [`mod@limits`] | all bounds in one place |
//!
//! Request extensions: [`RawRequest`], [`Peer`], [`Presence`]. Response extensions: [`Delivery`], [`Fault`],
//! [`Spelling`], [`Framing`], [`VerbatimHead`].
//!
//! ```
//! use axum::{Router, routing::any};
//! use fakehq::http::wire::{DateSource, Limits, serve};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::{TcpListener, TcpStream}, sync::oneshot};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let listener = TcpListener::bind("127.0.0.1:0").await?;
//! let address = listener.local_addr()?;
//! let router = Router::new().route("/greet", any(|| async { "hello" }));
//! let (stop, stopped) = oneshot::channel::<()>();
//! let server = tokio::spawn(serve(listener, router, Limits::default(), DateSource::none(), async {
//!     stopped.await.ok();
//! }));
//!
//! let mut client = TcpStream::connect(address).await?;
//! client.write_all(b"GET /greet HTTP/1.1\r\nConnection: close\r\n\r\n").await?;
//! let mut answer = String::new();
//! client.read_to_string(&mut answer).await?;
//! assert_eq!(
//!     answer,
//!     "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\
//!      Connection: close\r\n\r\nhello"
//! );
//!
//! stop.send(()).ok();
//! assert_eq!(server.await?.cut, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
//! ```

pub mod answer;
pub mod body;
mod closing;
pub mod connection;
pub mod date;
pub mod delivery;
pub mod fault;
pub mod head;
pub mod limits;
pub mod listener;
mod player;
pub mod presence;
pub mod raw_request;
pub mod reason;
pub mod refusal;
pub(crate) mod request_reader;
pub(crate) mod response_writer;
pub mod send_queue;
pub mod spelling;
pub mod target;
pub mod tls_accept;
pub mod transport;

pub use answer::{Framing, VerbatimHead};
pub use connection::Peer;
pub use date::DateSource;
pub use delivery::{Delivered, Delivery, End};
pub use fault::{Fault, Notice, Step};
pub use limits::Limits;
pub use listener::{Stopped, serve, serve_behind};
pub use presence::Presence;
pub use raw_request::RawRequest;
pub use spelling::Spelling;
pub use tls_accept::Entrance;
