//! What goes wrong on the wire, on request.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;

/// A response extension: how the answer is played, step by step.
///
/// Without it an answer is played as [`Head`](Step::Head), [`Rest`](Step::Rest). When the script
/// ends and neither the head nor the announced body is complete, the connection is closed (FIN).
///
/// ```
/// use fakehq::http::wire::{Fault, Step};
///
/// // A download that breaks off after 1,000 bytes, its Content-Length still promising all.
/// let cut = Fault(vec![Step::Head, Step::Body(1000), Step::Close]);
/// let empty_reply = Fault(vec![Step::Close]);
/// # assert_ne!(cut, empty_reply);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub Vec<Step>);

/// One step of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The head, or what of it has not been written.
    Head,
    /// The next so many bytes of the head.
    HeadBytes(usize),
    /// The next so many bytes of the body.
    Body(u64),
    /// The rest of the body, and its end if it has a mark.
    Rest,
    /// These bytes, whatever they are.
    Bytes(Bytes),
    /// Nothing for so long; a stop of the server ends the wait early.
    Wait(Duration),
    /// Nothing until the client leaves or the server stops; what the client sends meanwhile is lost.
    Stall(Notice),
    /// From here on, pieces of so many bytes with a pause between them; a stop of the server ends
    /// the pauses.
    Pace {
        /// Length of a piece; 0 is read as 1.
        bytes: usize,
        /// Time between two pieces.
        pause: Duration,
    },
    /// Close in order (FIN): what was written arrives.
    Close,
    /// Tear down (RST), after the client's system has taken what was written.
    Reset,
}

impl Fault {
    /// The answer as it should be.
    pub(crate) const NONE: [Step; 2] = [Step::Head, Step::Rest];
}

/// Told when a [`Step::Stall`] begins: what was to be written before it has been handed to the network.
#[derive(Clone)]
pub struct Notice(Arc<dyn Fn() + Send + Sync>);

impl Notice {
    /// Calls `tell` when the answer stalls; it must not block.
    pub fn new(tell: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn tell(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notice")
    }
}

impl PartialEq for Notice {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Notice {}
