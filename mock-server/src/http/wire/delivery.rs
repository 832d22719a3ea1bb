//! What really went out.

use std::{fmt, sync::Arc};

use bytes::Bytes;

/// A response extension: told once when the answer is over, also when it broke off.
///
/// ```
/// use fakehq::http::wire::Delivery;
/// use std::sync::{Arc, Mutex};
///
/// let journal = Arc::new(Mutex::new(Vec::new()));
/// let entries = Arc::clone(&journal);
/// let mut response = http::Response::new(axum::body::Body::from("hello"));
/// response.extensions_mut().insert(Delivery::new(move |delivered| {
///     entries.lock().unwrap().push(delivered.body_bytes_sent);
/// }));
/// ```
#[derive(Clone)]
pub struct Delivery(Arc<dyn Fn(Delivered) + Send + Sync>);

impl Delivery {
    /// Calls `tell` when the answer is over; it must not block.
    pub fn new(tell: impl Fn(Delivered) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn tell(&self, delivered: Delivered) {
        (self.0)(delivered);
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Delivery")
    }
}

/// An answer as the operating system took it from us.
///
/// A client may still lose bytes on the way, or have hung up without a word: TCP tells the sender
/// late or never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The head as written; cut where it was cut.
    pub head: Bytes,
    /// Bytes of the body, chunk framing not counted.
    pub body_bytes_sent: u64,
    /// Bytes of the body announced by `Content-Length`, if it was.
    pub body_bytes_announced: Option<u64>,
    /// Bytes that a fault wrote beside head and body.
    pub stray_bytes_sent: u64,
    /// Head and body are complete, and nothing else was written.
    pub whole: bool,
    /// What became of the connection.
    pub end: End,
}

/// What becomes of a connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Ready for the next request.
    Kept,
    /// Closed in order (FIN).
    Closed,
    /// Torn down (RST).
    Reset,
    /// The client hung up or stopped taking bytes, or the server was stopped too hard.
    Lost,
}
