//! All bounds of a connection in one place.

use std::time::Duration;

/// What one connection may cost; every wait and every buffer has a bound here.
///
/// ```
/// use fakehq::http::wire::Limits;
///
/// let strict = Limits { body_bytes: 1024, ..Limits::default() };
/// assert_eq!(strict.header_fields, 128);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest request head in bytes, its blank line included; beyond it 431 (or 414 if the
    /// request line alone is longer).
    pub head_bytes: usize,
    /// Most header fields in a request; beyond it 431.
    pub header_fields: usize,
    /// Longest request body in bytes, chunk framing not counted; beyond it 413.
    pub body_bytes: u64,
    /// How long a connection may stay silent between two requests; then it is closed.
    pub idle: Duration,
    /// How long a head may take from its first byte to its blank line; then 408.
    pub head_time: Duration,
    /// How long a request body may bring no byte; then 408.
    pub body_stall: Duration,
    /// How long a client may take no byte of an answer; then the connection is given up.
    pub write_stall: Duration,
    /// How long input is read away after the last answer, so that it is not eaten by a reset.
    pub linger: Duration,
    /// How many bytes of such input are read away at most.
    pub linger_bytes: u64,
    /// How long a reset waits until the client's system has taken all bytes before it.
    pub reset_wait: Duration,
    /// How long a graceful stop waits for the answers in flight.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 128 * 1024,
            header_fields: 128,
            body_bytes: 64 * 1024 * 1024,
            idle: Duration::from_secs(75),
            head_time: Duration::from_secs(30),
            body_stall: Duration::from_secs(30),
            write_stall: Duration::from_secs(60),
            linger: Duration::from_secs(2),
            linger_bytes: 64 * 1024 * 1024,
            reset_wait: Duration::from_secs(5),
            drain: Duration::from_secs(30),
        }
    }
}
